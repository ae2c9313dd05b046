import { BellRing } from 'lucide-react'
import { Moment } from '@/components/accounts/moment'
import { ListFoot } from '@/components/list-foot'
import { anyApiKeyHref, notificationsHref, organizationHref } from '@/components/places'
import { Disclosure } from '@/components/ui/disclosure'
import { EmptyState } from '@/components/ui/empty-state'
import { TextLink } from '@/components/ui/text-link'
import type { NotificationsView, NotificationView } from '@/lib/contract/notifications'
import { placeOf } from '@/lib/core/happening-place'
import type { NamedKey } from '@/lib/core/happenings'
import { commonWords } from '@/words/common'
import { notificationsWords, saidOf } from '@/words/notifications'
import { NotificationLink } from './notification-link'
import { UnreadMark } from './unread-mark'

const words = notificationsWords.page

export type NotificationsListProps = { view: NotificationsView; organizationSlug: string; older: boolean }

/** All that one was told of, with the keys of each message. */
export function NotificationsList({ view, organizationSlug, older }: NotificationsListProps) {
  if (view.notifications.length === 0)
    return <EmptyState icon={BellRing} title={words.emptyTitle} description={words.empty} />
  const path = notificationsHref(organizationSlug)
  return (
    <div className="flex flex-col gap-3">
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {view.notifications.map((notification) => (
          <Told key={notification.id} notification={notification} organizationSlug={organizationSlug} />
        ))}
      </ul>
      <ListFoot
        pages={commonWords.pagesByAge}
        first={older ? path : null}
        next={view.nextBefore === null ? null : `${path}?before=${view.nextBefore}`}
      />
    </div>
  )
}

function Told({ notification, organizationSlug }: { notification: NotificationView; organizationSlug: string }) {
  const { id, at, happening, isRead } = notification
  const { sentence, detail } = saidOf(happening)
  const keys = 'keys' in happening.facts ? happening.facts.keys : null
  return (
    <li id={id} className="flex scroll-mt-20 items-start gap-2.5 px-4 py-3 target:bg-accent-soft">
      <UnreadMark isRead={isRead} />
      <div className="flex min-w-0 flex-1 flex-col gap-1 break-words">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <NotificationLink id={id} isRead={isRead} href={`${organizationHref(organizationSlug)}${placeOf(happening)}`}>
            {sentence}
          </NotificationLink>
          <span className="text-ink-2 text-xs">
            <Moment at={at} />
          </span>
        </div>
        {detail && <p className="text-ink-2">{detail}</p>}
        {keys && keys.total > 0 && (
          <Disclosure label={words.keys(keys.total)} className="mt-1 max-w-prose">
            <ul className="flex list-disc flex-col gap-1 pl-5">
              {keys.listed.map((key: NamedKey) => (
                <li key={key.id}>
                  <TextLink href={anyApiKeyHref(organizationSlug, key.id)}>
                    {notificationsWords.keyOf(key.name, key.app.name, key.hint)}
                  </TextLink>
                </li>
              ))}
              {keys.total > keys.listed.length && (
                <li>{notificationsWords.andMore(keys.total - keys.listed.length)}</li>
              )}
            </ul>
          </Disclosure>
        )}
      </div>
    </li>
  )
}
