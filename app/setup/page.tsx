import type { Metadata } from 'next'
import { SetupForm } from '@/components/accounts/setup-form'
import { AuthLayout } from '@/components/shell/auth-layout'
import { LinkNotValid } from '../link-not-valid'
import { readLink } from '../read-link'
import { setUpAction } from './actions'

export const metadata: Metadata = { title: 'Set up' }

type SetupPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SetupPage({ searchParams }: SetupPageProps) {
  const link = await readLink((await searchParams).token)
  if (link?.purpose !== 'setup') return <LinkNotValid />
  return (
    <AuthLayout title="Set up Aura Portal" description="The first organization, and you as its Owner.">
      <SetupForm setUp={setUpAction} token={link.token} />
    </AuthLayout>
  )
}
