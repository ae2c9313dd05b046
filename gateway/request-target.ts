/** Where a request wants to go, read from its target as it came: nothing is decoded that is sent on. */
export type RequestTarget =
  | { readonly kind: 'app'; readonly slug: string; readonly path: string; readonly query: string }
  | { readonly kind: 'verify'; readonly query: string }
  | { readonly kind: 'health' | 'ready' | 'not_found' | 'bad_target' }

export function readTarget(target: string): RequestTarget {
  const question = target.indexOf('?')
  const path = question === -1 ? target : target.slice(0, question)
  const query = question === -1 ? '' : target.slice(question)
  if (path === '/verify') return { kind: 'verify', query }
  if (path.startsWith('/apps/')) {
    if (isAmbiguous(path) || target.includes('#')) return { kind: 'bad_target' }
    const end = path.indexOf('/', 6)
    const slug = end === -1 ? path.slice(6) : path.slice(6, end)
    return { kind: 'app', slug, path: end === -1 ? '' : path.slice(end), query }
  }
  if (path === '/healthz') return { kind: 'health' }
  if (path === '/readyz') return { kind: 'ready' }
  return { kind: isAmbiguous(path) ? 'bad_target' : 'not_found' }
}

/**
 * A path that somebody behind us may read differently than we do: “.” and “..” as a segment, with their dots or slashes
 * percent-encoded too, or with a parameter behind them (`..;x`, which Java servers drop), and backslashes. Such a path
 * could leave the upstream's base path, and with it the app that the key opens.
 */
export function isAmbiguous(path: string): boolean {
  if (path.includes('\\')) return true
  if (!path.includes('%') && !path.includes('/.')) return false
  const decoded = path
    .replace(/%2e/gi, '.')
    .replace(/%2f/gi, '/')
    .replace(/%5c/gi, '\\')
    .replace(/%3b/gi, ';')
    .replace(/%00/g, '\\')
  return decoded.includes('\\') || /\/\.\.?(?:[/;]|$)/.test(decoded)
}

/** The one value of a query parameter; `missing` or `repeated` when there is not exactly one. */
export function onlyParameter(query: string, name: string): { readonly value: string } | 'missing' | 'repeated' {
  const values = new URLSearchParams(query).getAll(name)
  if (values.length > 1) return 'repeated'
  const [value] = values
  return value === undefined ? 'missing' : { value }
}
