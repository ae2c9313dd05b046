/**
 * Where to go after signing in. Only a path of an organization's pages is believed, the account's own, or an invitation that somebody came
 * from: a link to the sign-in page, sent by someone else, must not lead away from the portal (CWE-601).
 */
export function returnPath(to: unknown): string {
  if (typeof to !== 'string' || to.includes('\\')) return '/'
  if (to === '/account' || /^\/invitation\?token=[A-Za-z0-9_-]{43}$/.test(to)) return to
  // Where an account is connected.
  if (/^\/single-sign-on\?organization=[a-z0-9-]{1,40}$/.test(to)) return to
  if (!/^\/o\/[a-z0-9]/.test(to)) return '/'
  const base = 'http://portal.invalid'
  if (!URL.canParse(to, base)) return '/'
  const { origin, pathname, search } = new URL(to, base)
  return origin === base && pathname.startsWith('/o/') ? `${pathname}${search}` : '/'
}
