import type { EventType } from '@/lib/core/events'
import { commonWords } from '@/words/common'
import { receiptsWords } from '@/words/receipts'

const words = receiptsWords.receiptWords

/** What a change has done at the gateways, as in "Dead at every gateway". */
const DONE: Readonly<Partial<Record<EventType, string>>> = {
  'api_key.revoked': words.dead,
  'api_key.disabled': commonWords.disabled,
  'app.deleted': words.closed,
  'app.provider_disabled': words.off,
  'member.removed': commonWords.orphaned,
  'member.suspended': commonWords.orphaned,
  'member.role_changed': commonWords.orphaned,
}

/** Anything else that restricts is a rule or a limit, which is followed from then on. */
export const doneWord = (eventType: string): string => DONE[eventType as EventType] ?? words.inForce
