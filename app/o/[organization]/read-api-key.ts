import { notFound } from 'next/navigation'
import { cache } from 'react'
import type { z } from 'zod'
import type { ApiKeyInput, ApiKeyView } from '@/lib/contract/api-keys'
import type { EventView } from '@/lib/contract/audit-log'
import type { ReceiptView } from '@/lib/contract/receipts'
import type { KeyStatus } from '@/lib/core/api-key'
import type { EventType } from '@/lib/core/events'
import { isId } from '@/lib/core/identifiers'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewReceipt } from '@/lib/operations/view-receipt'
import { query, queryOrNotFound } from '@/lib/server/queries'

/** The key of an address; once per request. */
export const readApiKey = cache(async (organization: string, id: string) => {
  if (!isId('apiKey', id)) notFound()
  return queryOrNotFound(viewApiKey, organization, { apiKeyId: id } satisfies z.input<typeof ApiKeyInput>)
})

/** A key whose ending is ahead: gateways know of it already. */
const ROTATED: readonly EventType[] = ['api_key.rotated']
const STOPS: Readonly<Partial<Record<KeyStatus, readonly EventType[]>>> = {
  disabled: ['api_key.disabled'],
  revoked: ['api_key.revoked', 'api_key.ended', ...ROTATED],
}

/** The receipt of a key's last stop, by the change that its event names. */
export async function readReceiptOf(
  organization: string,
  { status, endsAt }: Pick<ApiKeyView, 'status' | 'endsAt'>,
  events: readonly EventView[],
): Promise<{ readonly view: ReceiptView; readonly of: EventType } | null> {
  const stops = STOPS[status] ?? (endsAt ? ROTATED : [])
  const stop = events.findLast(({ type, seq }) => stops.includes(type as EventType) && seq !== null)
  if (!stop?.seq) return null
  const receipt = await query(viewReceipt, organization, { seq: stop.seq })
  return receipt.ok
    ? { view: receipt.value, of: status === 'revoked' ? 'api_key.revoked' : (stop.type as EventType) }
    : null
}
