import { redirect } from 'next/navigation'
import { connectHref, organizationHref, signInHref, singleSignOnHref } from '@/components/places'
import { answerSignOn } from '@/lib/server/single-sign-on'
import { keepTested } from '@/lib/server/tested-sign-on'

/** Where every identity provider sends people back to. */
export async function GET(request: Request): Promise<never> {
  const answered = await answerSignOn(new URL(request.url).searchParams)
  if (!answered.ok) redirect(signInHref({ problem: answered.failure.code }))
  const { flow, outcome } = answered.value
  const { purpose, organizationSlug: organization, to } = flow
  const problem = outcome.ok ? undefined : outcome.failure.code
  if (purpose === 'test') {
    await keepTested(organization, outcome)
    redirect(singleSignOnHref(organization))
  }
  if (purpose === 'connect') redirect(connectHref(organization, { problem, connected: outcome.ok }))
  if (problem) redirect(signInHref({ organization, to, problem }))
  redirect(to === '/' ? organizationHref(organization) : to)
}
