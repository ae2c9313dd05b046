import { notFound } from 'next/navigation'
import { cache } from 'react'
import type { z } from 'zod'
import type { ApiKeyInput } from '@/lib/contract/api-keys'
import { isId } from '@/lib/core/identifiers'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { queryOrNotFound } from '@/lib/server/queries'

/** The key of an address; once per request. */
export const readApiKey = cache(async (organization: string, id: string) => {
  if (!isId('apiKey', id)) notFound()
  return queryOrNotFound(viewApiKey, organization, { apiKeyId: id } satisfies z.input<typeof ApiKeyInput>)
})
