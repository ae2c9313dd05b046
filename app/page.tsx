import { redirect } from 'next/navigation'
import { organizationHref } from '@/components/places'
import { Standalone } from '@/components/shell/standalone'
import { Button } from '@/components/ui/button'
import { currentPerson } from '@/lib/server/session'
import { signOutAction } from './sign-in/actions'

/** Leads on: to the first organization, or to sign in. */
export default async function StartPage() {
  const person = await currentPerson()
  if (!person) redirect('/sign-in')
  const [organization] = person.organizations
  if (organization) redirect(organizationHref(organization.slug))
  return (
    <Standalone
      title="You are in no organization"
      detail={`An Owner or a User Administrator has to add ${person.email}.`}
    >
      <form action={signOutAction}>
        <Button type="submit">Sign out</Button>
      </form>
    </Standalone>
  )
}
