'use client'

import { type ReactElement, useCallback, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { latestNotificationsHref, notificationsHref, organizationHref } from '@/components/places'
import type { AwaitedPress } from '@/components/ui/awaited-press'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { OpenedPopover } from '@/components/ui/opened-popover'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { TextLink } from '@/components/ui/text-link'
import type { NotificationsView, NotificationView } from '@/lib/contract/notifications'
import { placeOf } from '@/lib/core/happening-place'
import type { HappeningId } from '@/lib/core/identifiers'
import { notificationsWords, saidOf } from '@/words/notifications'
import { markRead, tellBell } from './mark-read'
import { UnreadMark } from './unread-mark'

const words = notificationsWords.bell

export type OpenedBellProps = { trigger: ReactElement }

type Latest = NotificationsView | 'failed' | null

/** The latest of what one was told, each with the way to the thing. */
export function OpenedBell({ trigger, byPointer }: OpenedBellProps & AwaitedPress) {
  const { organizationSlug } = useViewer()
  const [open, setOpen] = useState(false)
  const [latest, setLatest] = useState<Latest>(null)

  const look = useCallback(
    async () => setLatest(await ask(latestNotificationsHref(organizationSlug))),
    [organizationSlug],
  )
  function change(next: boolean) {
    setOpen(next)
    if (next) void look()
  }
  async function read(which: { one: HappeningId } | { upTo: HappeningId }) {
    if (await markRead(organizationSlug, which)) {
      tellBell()
      await look()
    }
  }
  function follow(notification: NotificationView) {
    setOpen(false)
    if (!notification.isRead) void read({ one: notification.id })
  }

  return (
    <OpenedPopover
      byPointer={byPointer}
      trigger={trigger}
      label={words.label}
      open={open}
      onOpenChange={change}
      align="end"
      className="flex w-96 flex-col gap-2"
    >
      <div className="flex min-h-control items-center justify-between gap-2">
        <h2 className="font-semibold text-sm">{words.label}</h2>
        {latest !== null && latest !== 'failed' && latest.unread > 0 && latest.newest && (
          <Button size="small" variant="ghost" onClick={() => latest.newest && void read({ upTo: latest.newest })}>
            {words.markAll}
          </Button>
        )}
      </div>
      <LatestList latest={latest} organizationSlug={organizationSlug} onFollow={follow} onRetry={look} />
      <LinkButton href={notificationsHref(organizationSlug)} size="small" onClick={() => setOpen(false)}>
        {words.all}
      </LinkButton>
    </OpenedPopover>
  )
}

function LatestList({
  latest,
  organizationSlug,
  onFollow,
  onRetry,
}: {
  latest: Latest
  organizationSlug: string
  onFollow: (notification: NotificationView) => void
  onRetry: () => Promise<void>
}) {
  const { timeZone } = useViewer()
  if (latest === null) {
    return (
      <div role="status" className="flex flex-col gap-4 py-2">
        <span className="sr-only">{words.loading}</span>
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} className="h-8" />
        ))}
      </div>
    )
  }
  if (latest === 'failed') {
    return (
      <div role="alert" className="flex flex-col items-start gap-2 py-2">
        <p>{words.failed}</p>
        <Button size="small" onClick={() => void onRetry()}>
          {words.tryAgain}
        </Button>
      </div>
    )
  }
  if (latest.notifications.length === 0) return <p className="py-2 text-ink-2">{words.empty}</p>
  return (
    <ul className="-mx-3 max-h-[min(26rem,60dvh)] divide-y divide-line overflow-y-auto overscroll-contain border-line border-y">
      {latest.notifications.map((notification) => (
        <li key={notification.id} className="flex items-start gap-2.5 px-3 py-2.5">
          <UnreadMark isRead={notification.isRead} />
          <div className="min-w-0 flex-1 break-words">
            <TextLink
              look="plain"
              href={`${organizationHref(organizationSlug)}${placeOf(notification.happening)}`}
              onClick={() => onFollow(notification)}
              className={notification.isRead ? 'font-normal' : undefined}
            >
              {saidOf(notification.happening).sentence}
            </TextLink>
            <p className="text-ink-2 text-xs">
              <RelativeTime value={notification.at} now={latest.now} timeZone={timeZone} withoutTooltip />
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}

async function ask(href: string): Promise<Latest> {
  try {
    const answer = await fetch(href, { cache: 'no-store' })
    return answer.ok ? ((await answer.json()) as NotificationsView) : 'failed'
  } catch {
    return 'failed'
  }
}
