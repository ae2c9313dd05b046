import { notFound } from 'next/navigation'
import { cache } from 'react'
import type { z } from 'zod'
import type { ApiKeyInput } from '@/lib/contract/api-keys'
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

/** The receipt of a key's last stop, by the change that its event names. */
export async function readReceiptOf(
  organization: string,
  status: KeyStatus,
  events: readonly EventView[],
): Promise<{ readonly view: ReceiptView; readonly of: EventType } | null> {
  if (status !== 'revoked' && status !== 'disabled') return null
  const of = `api_key.${status}` as const
  const stop = events.findLast(({ type, seq }) => type === of && seq !== null)
  if (!stop?.seq) return null
  const receipt = await query(viewReceipt, organization, { seq: stop.seq })
  return receipt.ok ? { view: receipt.value, of } : null
}
