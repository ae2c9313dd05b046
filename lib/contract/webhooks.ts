import { z } from 'zod'
import { CONTROL_CHARACTERS, idOf } from '@/lib/contract/fields'
import type { DeliveryId, WebhookEndpointId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import type { WebhookDisabledCause } from '@/lib/core/webhook'
import type { Unanswered } from '@/lib/core/webhook-answer'
import { WEBHOOK_LOG_FILTERS, type WebhookLogState } from '@/lib/core/webhook-log'
import { WEBHOOK_TYPES, type WebhookType } from '@/lib/core/webhook-types'

const isWebAddress = (value: string) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)

const url = z
  .string({ error: 'Enter the address that messages are sent to.' })
  .trim()
  .min(1, 'Enter the address that messages are sent to.')
  .max(LIMITS.webhookUrlLength, `At most ${LIMITS.webhookUrlLength} characters.`)
  .refine(isWebAddress, 'Enter an https address, such as https://example.com/webhooks.')
  // URL drops or encodes them silently, so what was checked would not be what is kept.
  .refine((value) => !CONTROL_CHARACTERS.test(value), 'This address has characters that can’t be shown.')
  .refine(
    (value) => !isWebAddress(value) || (!new URL(value).username && !new URL(value).password),
    'Leave user name and password out of the address: messages are signed instead.',
  )
  .refine((value) => !value.includes('#'), 'Leave “#” and what follows out of the address: it is never sent.')

const webhookFields = {
  url,
  description: z
    .string()
    .trim()
    .max(LIMITS.nameLength, `At most ${LIMITS.nameLength} characters.`)
    .refine((value) => !CONTROL_CHARACTERS.test(value), 'This text has characters that can’t be shown.')
    .transform((value) => value || null)
    .nullable()
    .default(null),
  types: z
    .array(z.enum(WEBHOOK_TYPES, 'This is nothing that a webhook can be told of.'))
    .min(1, 'Choose at least one happening.')
    .max(WEBHOOK_TYPES.length)
    .transform((types) => WEBHOOK_TYPES.filter((type) => types.includes(type))),
}

export const CreateWebhookInput = z.object(webhookFields)

export const WebhookInput = z.object({ webhookEndpointId: idOf('webhookEndpoint') })

/** RFC 3339 `changedAt` of what was before them: a change made meanwhile is not written over. */
const changedAt = z.iso.datetime({ offset: true })

export const ChangeWebhookInput = WebhookInput.extend({ ...webhookFields, changedAt })

export const SwitchWebhookInput = WebhookInput.extend({ enabled: z.boolean() })

/** A secret is replaced once by who asked for it once: `changedAt` as above. */
export const RotateWebhookSecretInput = WebhookInput.extend({ changedAt })

export const ViewWebhookInput = WebhookInput.extend({
  state: z.enum(WEBHOOK_LOG_FILTERS).nullable().default(null),
  /** The last of the page before. */
  after: idOf('delivery').nullable().default(null),
})

export const WebhookDeliveryInput = WebhookInput.extend({ deliveryId: idOf('delivery') })

/** What came of one attempt. */
export type AttemptOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly milliseconds: number; readonly text: string }
  | { readonly kind: 'unanswered'; readonly reason: Unanswered; readonly milliseconds: number }

export interface WebhookView {
  readonly id: WebhookEndpointId
  readonly url: string
  readonly description: string | null
  readonly types: readonly WebhookType[]
  readonly createdAt: string
  readonly createdBy: string | null
  readonly changedAt: string
  readonly disabled: { readonly at: string; readonly cause: WebhookDisabledCause } | null
  /** How many messages wait, and how many have failed for good. */
  readonly waiting: number
  readonly failed: number
  /** The newest attempt. */
  readonly last: { readonly at: string; readonly outcome: AttemptOutcome } | null
}

export interface WebhooksView {
  readonly webhooks: readonly WebhookView[]
  readonly limit: number
  readonly now: string
}

export interface WebhookDeliveryView {
  readonly id: DeliveryId
  readonly type: WebhookType
  /** Of the happening. */
  readonly at: string
  readonly state: WebhookLogState
  readonly attempts: number
  /** When it is tried next; null when it is not. */
  readonly nextAttemptAt: string | null
  readonly settledAt: string | null
  readonly last: { readonly at: string; readonly outcome: AttemptOutcome } | null
}

export interface WebhookPageView {
  readonly webhook: WebhookView
  readonly secret: {
    readonly madeAt: string
    /** Until when the one before it signs too; null when none does. */
    readonly oldUntil: string | null
  }
  readonly deliveries: readonly WebhookDeliveryView[]
  readonly nextAfter: DeliveryId | null
  readonly now: string
}

export interface WebhookAttemptView {
  readonly at: string
  readonly outcome: AttemptOutcome
}

export interface WebhookDeliveryPageView {
  readonly webhook: WebhookView
  readonly delivery: WebhookDeliveryView
  /** The message as it is sent, indented. */
  readonly message: string
  /** The newest first; at most so many as are kept. */
  readonly attempts: readonly WebhookAttemptView[]
  readonly now: string
}

/** The signing secret, this once; it is kept sealed. */
export interface IssuedWebhookSecretView {
  readonly id: WebhookEndpointId
  readonly secret: string
}
