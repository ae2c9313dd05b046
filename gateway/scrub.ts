import { KEY_PREFIX } from '@/lib/core/claims'

/** Keys, whole or cut short, and gateways' tokens, wherever they stand in a text. */
const SECRETS = new RegExp(`${KEY_PREFIX}[A-Za-z0-9_.-]*|agt_[A-Za-z0-9_-]{20,}`, 'g')

/** Makes a line fit for a log: nobody who reads it may learn a key. */
export function scrub(line: string): string {
  return line.replace(SECRETS, (secret) => (secret.startsWith('agt_') ? 'agt_[removed]' : '[key removed]'))
}
