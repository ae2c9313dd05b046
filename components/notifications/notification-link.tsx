'use client'

import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { TextLink } from '@/components/ui/text-link'
import type { HappeningId } from '@/lib/core/identifiers'
import { markRead, tellBell } from './mark-read'

export type NotificationLinkProps = { id: HappeningId; isRead: boolean; href: string; children: ReactNode }

/** The way to what a notification speaks of: whoever follows it has read it. */
export function NotificationLink({ id, isRead, href, children }: NotificationLinkProps) {
  const { organizationSlug } = useViewer()
  const router = useRouter()
  async function read() {
    if (isRead || !(await markRead(organizationSlug, { one: id }))) return
    tellBell()
    router.refresh()
  }
  return (
    <TextLink look="plain" href={href} onClick={() => void read()} className={isRead ? 'font-normal' : undefined}>
      {children}
    </TextLink>
  )
}
