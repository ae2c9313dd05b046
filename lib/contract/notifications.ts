import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { CHANNELS, type Channel, HAPPENING_KINDS, type HappeningKind, type ToldHappening } from '@/lib/core/happenings'
import type { DeliveryId, HappeningId } from '@/lib/core/identifiers'

const kind = z.custom<HappeningKind>((value) => HAPPENING_KINDS.includes(value as HappeningKind))

export const ListNotificationsInput = z.object({
  before: idOf('happening').optional(),
  limit: z.number().int().min(1).max(50).default(50),
})

/** One that was read, or everything up to the newest that was seen. */
export const MarkNotificationsReadInput = z.union([
  z.object({ one: idOf('happening') }),
  z.object({ upTo: idOf('happening') }),
])

/** Which of what one is told of comes as a mail, too: each kind once. */
export const ChooseOwnMailsInput = z.object({ mails: z.array(kind).max(HAPPENING_KINDS.length) })

/** What the organization tells of, and how: those that are on. */
export const ChooseChannelsInput = z.object({
  on: z.array(z.object({ kind, channel: z.enum(CHANNELS) })).max(HAPPENING_KINDS.length * CHANNELS.length),
})

export const ViewNotificationSettingsInput = z.object({ before: idOf('delivery').optional() })

export const RetryDeliveriesInput = z.union([
  z.object({ deliveryId: idOf('delivery') }),
  z.object({ all: z.literal(true) }),
])

/** A happening as JSON: its moment is RFC 3339. */
export interface NotificationView {
  readonly id: HappeningId
  readonly at: string
  readonly happening: ToldHappening
  readonly isRead: boolean
}

export interface UnreadView {
  readonly unread: number
  readonly orMore: boolean
  readonly newest: HappeningId | null
}

export interface NotificationsView extends UnreadView {
  readonly notifications: readonly NotificationView[]
  /** To ask for older ones with; null when these are the oldest. */
  readonly nextBefore: HappeningId | null
  readonly now: string
}

export interface OwnMailsView {
  /** Each kind that this member can be told of. */
  readonly mails: readonly { readonly kind: HappeningKind; readonly isWanted: boolean; readonly isSentAtAll: boolean }[]
  readonly sendsMail: boolean
}

export interface NotificationSettingsView {
  readonly kinds: readonly {
    readonly kind: HappeningKind
    readonly to: 'owners' | 'governors' | 'named'
    /** Null where it can't be told this way. */
    readonly channels: Readonly<Record<Channel, boolean | null>>
  }[]
  readonly sendsMail: boolean
  readonly failed: readonly {
    readonly id: DeliveryId
    readonly to: string
    readonly error: string
    readonly at: string
    readonly happening: ToldHappening
  }[]
  /** To ask for what failed earlier; null when these are the oldest. */
  readonly nextBefore: DeliveryId | null
  /** Messages whose last attempt failed and that will be tried again. */
  readonly waiting: number
  readonly now: string
}
