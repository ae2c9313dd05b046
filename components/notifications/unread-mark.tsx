import { notificationsWords } from '@/words/notifications'

/** A dot that is said, too. */
export function UnreadMark({ isRead }: { isRead: boolean }) {
  return (
    <span className="mt-1.5 flex size-2 shrink-0">
      {!isRead && (
        <>
          <span aria-hidden className="size-2 rounded-full bg-accent forced-colors:bg-[CanvasText]" />
          <span className="sr-only">{notificationsWords.bell.isUnread}</span>
        </>
      )}
    </span>
  )
}
