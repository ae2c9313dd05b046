import { KEY_PREFIX } from '@/lib/core/claims'

/** What of the list stands in its address, so that a colleague can be sent the view. */
export interface SecretsAddress {
  readonly tab: 'live' | 'deleted'
  readonly text: string
  readonly cursor: string | null
}

const LONGEST_TEXT = 100

/** Anything that the list doesn't know is as if it weren't there: an address may be old, or typed. */
export function readSecretsAddress(
  params: Readonly<Record<string, string | readonly string[] | undefined>>,
): SecretsAddress {
  const one = (name: string) => (typeof params[name] === 'string' ? params[name] : '')
  return {
    tab: one('tab') === 'deleted' ? 'deleted' : 'live',
    // An address that somebody made with a key in it is not echoed, and not kept in the links of the page.
    text: one('text').includes(KEY_PREFIX) ? '' : one('text').slice(0, LONGEST_TEXT),
    cursor: one('cursor').slice(0, 1_000) || null,
  }
}

export function secretsAddressHref(path: string, { tab, text, cursor }: SecretsAddress): string {
  const params = new URLSearchParams({
    ...(tab === 'deleted' ? { tab } : {}),
    ...(text ? { text } : {}),
    ...(cursor ? { cursor } : {}),
  })
  return params.size > 0 ? `${path}?${params}` : path
}
