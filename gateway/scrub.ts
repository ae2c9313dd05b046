import { KEY_PREFIX } from '@/lib/core/claims'

/** Keys, whole or cut short, gateways' tokens and apps' upstream secrets, wherever they stand in a text. */
const SECRETS = new RegExp(`${KEY_PREFIX}[A-Za-z0-9_.-]*|(?:agt|aus)_[A-Za-z0-9_-]{20,}`, 'g')

/** Makes a line fit for a log: nobody who reads it may learn a key. */
export function scrub(line: string): string {
  return line.replace(SECRETS, (secret) => {
    const kind = secret.slice(0, 4)
    return kind === 'agt_' || kind === 'aus_' ? `${kind}[removed]` : '[key removed]'
  })
}
