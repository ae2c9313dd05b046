import type { z } from 'zod'
import type { LinkInput } from '@/lib/contract/accounts'
import { performForAccount } from '@/lib/operations/perform'
import { viewLink } from '@/lib/operations/view-link'
import { requestOrigin } from '@/lib/server/origin'
import { platform } from '@/lib/server/platform'

/** What a link in an address is for, when it is still good; looking does not use it up. */
export async function readLink(token: unknown) {
  const link = await performForAccount(platform(), viewLink, await requestOrigin(), { token } as z.input<
    typeof LinkInput
  >)
  return link.ok && typeof token === 'string' ? { ...link.value, token } : null
}
