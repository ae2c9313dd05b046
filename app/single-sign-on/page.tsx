import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { ACCOUNT_HREF, connectHref, organizationHref, signInHref } from '@/components/places'
import { AuthLayout } from '@/components/shell/auth-layout'
import { ConnectButton } from '@/components/single-sign-on/connect-button'
import { ProviderLink } from '@/components/single-sign-on/provider-link'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { LinkButton } from '@/components/ui/link-button'
import { connectionOf, sentenceOfProblem } from '@/lib/server/sign-on-offer'
import { commonWords } from '@/words/common'
import { ssoWords } from '@/words/sso'
import { signOutAction } from '../sign-in/actions'
import { connectAction } from './actions'

const words = ssoWords.connect

export const metadata: Metadata = { title: words.tab }

type ConnectPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

/** Where a member who is signed in by password connects the account, and where one is led whom a password does not let in. */
export default async function ConnectPage({ searchParams }: ConnectPageProps) {
  const { organization, problem, connected } = await searchParams
  const slug = String(organization ?? '')
  const found = await connectionOf(slug)
  if (!found.ok && found.failure.code === 'not_signed_in') redirect(signInHref({ to: connectHref(slug) }))
  if (!found.ok) notFound()
  const { provider, required } = found.value
  const wrong = sentenceOfProblem(problem)
  return (
    <AuthLayout
      title={required ? words.requiredTitle : words.title}
      description={required ? words.requiredDescription(found.value.organization.name) : words.description(provider)}
    >
      <div className="flex flex-col gap-3">
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        {connected === 'yes' && found.value.connected && (
          <Callout tone="good" role="status">
            {words.done}
          </Callout>
        )}
        {found.value.connected ? (
          <ProviderLink organization={slug} to="/" label={words.enter(provider)} />
        ) : (
          <ConnectButton label={words.button(provider)} connect={connectAction.bind(null, slug)} />
        )}
        {required ? (
          <form action={signOutAction}>
            <Button type="submit" className="w-full">
              {commonWords.signOut}
            </Button>
          </form>
        ) : (
          <LinkButton href={found.value.connected ? ACCOUNT_HREF : organizationHref(slug)} className="w-full">
            {found.value.connected ? words.account : words.leave}
          </LinkButton>
        )}
      </div>
    </AuthLayout>
  )
}
