import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/accounts/sign-in-form'
import { connectHref, signInHref } from '@/components/places'
import { AuthLayout } from '@/components/shell/auth-layout'
import { ChooseOrganization } from '@/components/single-sign-on/choose-organization'
import { ProviderLink } from '@/components/single-sign-on/provider-link'
import { Callout } from '@/components/ui/callout'
import { LinkButton } from '@/components/ui/link-button'
import { TextLink } from '@/components/ui/text-link'
import { platform } from '@/lib/server/platform'
import { currentPerson } from '@/lib/server/session'
import { providerOf, sentenceOfProblem } from '@/lib/server/sign-on-offer'
import { commonWords } from '@/words/common'
import { pagesWords } from '@/words/pages'
import { ssoWords } from '@/words/sso'
import { signInAction } from './actions'
import { returnPath } from './return-path'

const words = ssoWords.signIn

export const metadata: Metadata = { title: commonWords.signIn }

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const asked = await searchParams
  const to = returnPath(asked.to)
  const wrong = sentenceOfProblem(asked.problem)
  // Who is signed in and comes back from a provider with a refusal is told of it, and not sent on as if all were well.
  if (!wrong && asked.organization === undefined && (await currentPerson())) redirect(to)
  if (asked.organization !== undefined)
    return (
      <SingleSignOn
        organization={String(asked.organization)}
        to={to}
        wrong={wrong}
        connects={asked.problem === 'sso_account_exists'}
      />
    )
  return (
    <AuthLayout
      title={commonWords.signIn}
      footer={
        platform().settings.sendsMail ? (
          <TextLink href="/forgot-password">{pagesWords.signIn.forgot}</TextLink>
        ) : (
          pagesWords.signIn.noPassword
        )
      }
    >
      <div className="flex flex-col gap-4">
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <SignInForm signIn={signInAction} to={to} />
        <p className="text-center text-ink-2 text-xs">{words.or}</p>
        <LinkButton href={withOrganization(signInHref({ to }))} className="w-full">
          {words.byOrganization}
        </LinkButton>
      </div>
    </AuthLayout>
  )
}

/** Asked for with no organization yet: the page asks which. */
const withOrganization = (href: string) => `${href}${href.includes('?') ? '&' : '?'}organization=`

type SingleSignOnProps = {
  organization: string
  to: string
  wrong: string | undefined
  /** Whoever signs in by password does so to connect the account. */
  connects: boolean
}

async function SingleSignOn({ organization, to, wrong, connects }: SingleSignOnProps) {
  const typed = organization.trim().toLowerCase()
  const found = typed === '' ? null : await providerOf(typed)
  return (
    <AuthLayout title={words.toOrganization} description={found?.ok ? undefined : words.description}>
      <div className="flex flex-col gap-4">
        {found?.ok ? (
          <>
            {wrong && (
              <Callout tone="bad" urgent>
                {wrong}
              </Callout>
            )}
            <ProviderLink organization={found.value.slug} to={to} label={words.with(found.value.name)} />
          </>
        ) : (
          <ChooseOrganization
            to={to}
            typed={organization}
            wrong={found ? sentenceOfProblem('sso_not_offered') : wrong}
          />
        )}
        <LinkButton href={signInHref({ to: connects ? connectHref(typed) : to })} className="w-full">
          {words.byPassword}
        </LinkButton>
      </div>
    </AuthLayout>
  )
}
