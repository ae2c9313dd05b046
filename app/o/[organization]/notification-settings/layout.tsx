import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { requireViewer } from '@/lib/server/queries'

/** What a role can't open is not there for it, and is found missing before anything is sent. */
export default async function NotificationSettingsLayout({
  params,
  children,
}: {
  params: Promise<{ organization: string }>
  children: ReactNode
}) {
  const { can } = await requireViewer((await params).organization)
  return can.notificationSettings ? children : notFound()
}
