import type { KeyStatus } from '@/lib/core/api-key'

/** The values of a status list, two bits each, as in the IETF Token Status List: 0 VALID, 1 INVALID; 2 and 3 are ours. */
export const STATUS_VALUES = { valid: 0, revoked: 1, disabled: 2, orphaned: 3 } as const
export type StatusValue = (typeof STATUS_VALUES)[keyof typeof STATUS_VALUES]

/** What the list says of a key is always what `statusOf` says; expiry is in the token, so an expired key is valid here. */
export function statusValueOf(status: KeyStatus): StatusValue {
  switch (status) {
    case 'revoked':
      return STATUS_VALUES.revoked
    case 'orphaned':
      return STATUS_VALUES.orphaned
    case 'disabled':
      return STATUS_VALUES.disabled
    case 'active':
    case 'expired':
      return STATUS_VALUES.valid
  }
}
