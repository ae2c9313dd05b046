import { redirect } from 'next/navigation'
import { signInHref } from '@/components/places'
import { beginSignOn } from '@/lib/server/single-sign-on'
import { returnPath } from '../../sign-in/return-path'

/** Leads on to an organization's identity provider. A link and no form: browsers don't let a form of ours lead to another site. */
export async function GET(request: Request): Promise<never> {
  const asked = new URL(request.url).searchParams
  const organization = asked.get('organization') ?? ''
  const to = returnPath(asked.get('to'))
  const begun = await beginSignOn(organization, to)
  redirect(begun.ok ? begun.value.url : signInHref({ organization, to, problem: begun.failure.code }))
}
