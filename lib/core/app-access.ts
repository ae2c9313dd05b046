/** What a key needs, beside opening the app at all, for some of an app's addresses. */
export interface ScopeRule {
  /** Upper-case HTTP methods; empty for every method. */
  readonly methods: readonly string[]
  /** As `PATH_PATTERN` says: a path below the app, in which a segment `*` is any one segment, and a last `*` everything from there on. */
  readonly path: string
  readonly scope: string
}

/**
 * `/`, or segments each behind a slash: plain characters, or `*` alone. What would have to be percent-encoded, `.` and `..` are left out,
 * so that a rule has one spelling.
 */
export const PATH_PATTERN = /^\/$|^(?:\/(?:\*|(?!\.\.?(?:\/|$))[A-Za-z0-9._~!$&'()+,=:@-]+))+$/

/** The scopes that a request needs, by its method and its path below the app. */
export type ScopesNeeded = (method: string, path: string) => readonly string[]

/**
 * Rules, made ready to be asked at every request. A request needs the scopes of every rule that matches, so that their order does not
 * matter and one more rule never opens anything.
 */
export function compileScopeRules(rules: readonly ScopeRule[]): ScopesNeeded {
  if (rules.length === 0) return () => NONE
  const compiled = rules.map(({ methods, path, scope }) => ({ methods, pattern: segmentsOf(path), scope }))
  return (method, path) => {
    const segments = segmentsOf(path)
    const scopes = new Set<string>()
    for (const { methods, pattern, scope } of compiled)
      if (isMeant(methods, method) && matches(pattern, segments)) scopes.add(scope)
    return [...scopes]
  }
}

/** HEAD is GET without the body (RFC 9110 §9.3.2), and servers answer it by doing what GET does. */
const isMeant = (methods: readonly string[], method: string): boolean =>
  methods.length === 0 || methods.includes(method) || (method === 'HEAD' && methods.includes('GET'))

const NONE: readonly string[] = []

/**
 * A path as most servers take it: percent-encoded characters decoded, empty segments dropped, parameters behind `;` and a slash at the end
 * too, letters in lower case. A rule guards all of these spellings; a server that tells them apart is only asked for more than it needs.
 */
function segmentsOf(path: string): readonly string[] {
  return decoded(path)
    .split('/')
    .map((segment) => segment.replace(/;.*$/s, '').toLowerCase())
    .filter((segment) => segment !== '')
}

function decoded(path: string): string {
  if (!path.includes('%')) return path
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      // Not UTF-8. Character by character then, as servers of the old kind do.
      return encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    }
  })
}

/** A last `*` takes everything from there on, nothing included: `/admin/*` guards `/admin` as well. */
function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === '*'
  const fixed = isOpen ? pattern.slice(0, -1) : pattern
  if (isOpen ? segments.length < fixed.length : segments.length !== fixed.length) return false
  return fixed.every((part, at) => part === '*' || part === segments[at])
}
