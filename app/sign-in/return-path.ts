/**
 * Where to go after signing in. Only a path of an organization's pages is believed: a link to the sign-in page, sent by
 * someone else, must not lead away from the portal (CWE-601).
 */
export function returnPath(to: unknown): string {
  if (typeof to !== 'string') return '/'
  // Where an account is connected: the one page for people who are signed in that stands in no organization.
  if (/^\/single-sign-on\?organization=[a-z0-9-]{1,40}$/.test(to)) return to
  if (!/^\/o\/[a-z0-9]/.test(to) || to.includes('\\')) return '/'
  const base = 'http://portal.invalid'
  if (!URL.canParse(to, base)) return '/'
  const { origin, pathname, search } = new URL(to, base)
  return origin === base && pathname.startsWith('/o/') ? `${pathname}${search}` : '/'
}
