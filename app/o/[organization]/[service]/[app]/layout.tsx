import type { ReactNode } from 'react'
import { readApp } from './read-app'

type AppLayoutProps = { params: Promise<{ organization: string; service: string; app: string }>; children: ReactNode }

/** An app that isn't there is found missing before anything is sent. */
export default async function AppLayout({ params, children }: AppLayoutProps) {
  const { organization, service, app } = await params
  await readApp(organization, service, app)
  return children
}
