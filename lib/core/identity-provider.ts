import type { Role } from '@/lib/core/roles'

/**
 * Owners enter by password also where single sign-on is required: a provider that is down, misconfigured or given up would otherwise
 * lock out the very people who can mend that (decision 14).
 */
export function passwordOpens(role: Role, required: boolean): boolean {
  return !required || role === 'owner'
}
