import type { Metadata } from 'next'
import { JoinAnewForm } from '@/components/accounts/join-anew-form'
import { JoinSignedInForm } from '@/components/accounts/join-signed-in-form'
import { AuthLayout } from '@/components/shell/auth-layout'
import { Standalone } from '@/components/shell/standalone'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import type { InvitationLinkInput } from '@/lib/contract/members'
import { performForAccount } from '@/lib/operations/perform'
import { viewInvitation } from '@/lib/operations/view-invitation'
import { requestOrigin } from '@/lib/server/origin'
import { platform } from '@/lib/server/platform'
import { currentPerson } from '@/lib/server/session'
import { commonWords } from '@/words/common'
import { membersWords } from '@/words/members'
import { ROLE_WORDS } from '@/words/terms'
import { signOutAction } from '../sign-in/actions'
import { joinAnewAction, joinSignedInAction } from './actions'

const words = membersWords.accept

export const metadata: Metadata = { title: words.tab }

type InvitationPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** What somebody is invited to, and the way in: with a new account, with the one that is signed in, or by signing in first. */
export default async function InvitationPage({ searchParams }: InvitationPageProps) {
  const { token } = await searchParams
  const offered = await performForAccount(platform(), viewInvitation, await requestOrigin(), {
    token,
  } as typeof InvitationLinkInput._zod.input)
  if (!offered.ok || typeof token !== 'string')
    return (
      <Standalone title={words.dead} detail={words.deadDetail}>
        <LinkButton href="/sign-in" variant="primary">
          {commonWords.signIn}
        </LinkButton>
      </Standalone>
    )
  const { organization, email, role, sender, hasAccount } = offered.value
  const person = await currentPerson()
  return (
    <AuthLayout title={words.title(organization)} description={words.description(sender, ROLE_WORDS[role])}>
      {person?.email === email && !person.confinedTo ? (
        <JoinSignedInForm join={joinSignedInAction} token={token} organization={organization} person={person} />
      ) : person ? (
        <form action={signOutAction} className="flex flex-col gap-4">
          <p>{person.confinedTo ? words.confined : words.forAnother(email, person.email)}</p>
          <Button type="submit" className="w-full">
            {commonWords.signOut}
          </Button>
        </form>
      ) : hasAccount ? (
        <div className="flex flex-col gap-4">
          <p>{words.haveAccount(email)}</p>
          <LinkButton
            variant="primary"
            className="w-full"
            href={`/sign-in?to=${encodeURIComponent(`/invitation?token=${token}`)}`}
          >
            {words.signIn}
          </LinkButton>
        </div>
      ) : (
        <JoinAnewForm join={joinAnewAction} token={token} organization={organization} email={email} />
      )}
    </AuthLayout>
  )
}
