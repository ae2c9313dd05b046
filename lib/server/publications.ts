import { performForAccount } from '@/lib/operations/perform'
import { publishKeys } from '@/lib/operations/publish-keys'
import { originOf } from '@/lib/server/origin'
import { installation, platform } from '@/lib/server/platform'
import { problem } from '@/lib/server/run-route'

/** Caches may keep these for at most five minutes, so that a new signing key is known before it signs. */
const HEADERS = { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' }

/** The organization's public keys as a JWK Set (RFC 7517 §5). */
export async function publishKeySet(request: Request, slug: string): Promise<Response> {
  const published = await performForAccount(platform(), publishKeys, originOf(request.headers), { slug })
  if (!published.ok) return problem(published.failure)
  return Response.json(
    { keys: published.value.keys },
    { headers: { ...HEADERS, 'content-type': 'application/jwk-set+json' } },
  )
}

/** Metadata of the issuer (RFC 8414 §2): who it is, and where its keys are. It has no endpoints: keys are made in the portal. */
export async function publishMetadata(request: Request, slug: string): Promise<Response> {
  const published = await performForAccount(platform(), publishKeys, originOf(request.headers), { slug })
  if (!published.ok) return problem(published.failure)
  const metadata = {
    issuer: published.value.issuer,
    jwks_uri: `${installation().environment.publicUrl}/o/${slug}/.well-known/jwks.json`,
    response_types_supported: [],
    grant_types_supported: [],
  }
  return Response.json(metadata, { headers: HEADERS })
}
