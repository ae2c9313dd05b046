import { redirect } from 'next/navigation'
import { connectHref, organizationHref } from '@/components/places'
import { Standalone } from '@/components/shell/standalone'
import { Button } from '@/components/ui/button'
import { currentPerson } from '@/lib/server/session'
import { commonWords } from '@/words/common'
import { pagesWords } from '@/words/pages'
import { signOutAction } from './sign-in/actions'

/** Leads on: to the first organization, or to sign in. */
export default async function StartPage() {
  const person = await currentPerson()
  if (!person) redirect('/sign-in')
  const [organization] = person.organizations
  if (organization) redirect(organizationHref(organization.slug))
  const [elsewhere] = person.bySingleSignOn
  if (elsewhere) redirect(connectHref(elsewhere.slug))
  return (
    <Standalone title={pagesWords.start.title} detail={pagesWords.start.detail(person.email)}>
      <form action={signOutAction}>
        <Button type="submit">{commonWords.signOut}</Button>
      </form>
    </Standalone>
  )
}
