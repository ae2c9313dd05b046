import type { Metadata } from 'next'
import { SetupForm } from '@/components/accounts/setup-form'
import { AuthLayout } from '@/components/shell/auth-layout'
import { pagesWords } from '@/words/pages'
import { LinkNotValid } from '../link-not-valid'
import { readLink } from '../read-link'
import { setUpAction } from './actions'

const words = pagesWords.setup

export const metadata: Metadata = { title: words.tab }

type SetupPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SetupPage({ searchParams }: SetupPageProps) {
  const link = await readLink((await searchParams).token)
  if (link?.purpose !== 'setup') return <LinkNotValid />
  return (
    <AuthLayout title={words.title} description={words.description}>
      <SetupForm setUp={setUpAction} token={link.token} />
    </AuthLayout>
  )
}
