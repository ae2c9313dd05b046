import type { NotificationView } from '@/lib/contract/notifications'
import type { NotificationRow } from '@/lib/db/notifications'

export const notificationView = ({ happening, readAt }: NotificationRow): NotificationView => ({
  id: happening.id,
  at: happening.at.toISOString(),
  happening,
  isRead: readAt !== null,
})
