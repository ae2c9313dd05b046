import type { EventType } from '@/lib/core/events'

/** What a change has done at the gateways, as in "Dead at every gateway". */
const DONE: Readonly<Partial<Record<EventType, string>>> = {
  'api_key.revoked': 'Dead',
  'api_key.disabled': 'Disabled',
  'app.deleted': 'Closed',
  'app.provider_disabled': 'Off',
  'member.removed': 'Orphaned',
  'member.suspended': 'Orphaned',
  'member.role_changed': 'Orphaned',
}

/** Anything else that restricts is a rule or a limit, which is followed from then on. */
export const doneWord = (eventType: string): string => DONE[eventType as EventType] ?? 'In force'
