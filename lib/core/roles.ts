export const ROLES = ['owner', 'aura_owner', 'user_administrator', 'developer', 'reader'] as const
export type Role = (typeof ROLES)[number]

/** Who may hold keys at all: losing this right orphans the keys that one holds. */
export function mayHoldKeys(role: Role): boolean {
  return role === 'owner' || role === 'aura_owner' || role === 'developer'
}
