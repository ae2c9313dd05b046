import { fail, ok, type Result } from '@/lib/core/result'
import { hostOf } from '@/lib/core/webhook'
import { problemWithAddress } from '@/lib/outbound/webhook-address'

/** Refuses an address to which nothing could ever be sent, beside its field. */
export function allowWebhookAddress(url: string, allow: readonly string[]): Result<null> {
  const problem = problemWithAddress(url, allow)
  if (problem === 'needs_https') return fail('webhook_needs_https', { field: 'url' })
  if (problem === 'not_allowed')
    return fail('webhook_address_not_allowed', { field: 'url', params: { host: hostOf(url) } })
  return ok(null)
}
