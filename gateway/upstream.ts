/** Where an app's requests go. */
export interface Upstream {
  readonly origin: string
  readonly host: string
  /** Put before every path; without a slash at its end. */
  readonly basePath: string
  /** The upstream's own query, which each request's is added to. */
  readonly baseQuery: string
}

const known = new Map<string, Upstream>()
/** Apps are few, and their upstreams change rarely. */
const MOST_KNOWN = 10_000

/** Reads an upstream address that the feed has already found to be an http or https URL. */
export function upstreamOf(address: string): Upstream {
  let upstream = known.get(address)
  if (!upstream) {
    const url = new URL(address)
    upstream = { origin: url.origin, host: url.host, basePath: url.pathname.replace(/\/+$/, ''), baseQuery: url.search }
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(address, upstream)
  }
  return upstream
}

/** The request target at the upstream: the caller's path and query, as they came, behind the upstream's own. */
export function upstreamPath(upstream: Upstream, path: string, query: string): string {
  const joined = `${upstream.basePath}${path}`
  const joinedQuery =
    upstream.baseQuery === ''
      ? query
      : query === '' || query === '?'
        ? upstream.baseQuery
        : `${upstream.baseQuery}&${query.slice(1)}`
  return `${joined === '' ? '/' : joined}${joinedQuery}`
}
