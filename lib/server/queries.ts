import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import type { z } from 'zod'
import type { ViewerView } from '@/lib/contract/accounts'
import { FAILURES } from '@/lib/core/failures'
import type { Result } from '@/lib/core/result'
import type { Operation, People } from '@/lib/operations/operation'
import { perform } from '@/lib/operations/perform'
import { viewOrganization } from '@/lib/operations/view-organization'
import { requestOrigin } from '@/lib/server/origin'
import { platform } from '@/lib/server/platform'
import { currentSessionId } from '@/lib/server/session'

export type PerformAs = <Schema extends z.ZodType, Output>(
  operation: Operation<Schema, Output, People>,
  input: z.input<Schema>,
) => Promise<Result<Output>>

/**
 * Operations bound to the session of this request, also once it has been answered, when what a stream goes on with can't ask for the
 * request any more. Each is allowed by the rights of its own moment: a session that ends meanwhile ends it.
 */
export async function asViewer(organizationSlug: string): Promise<PerformAs> {
  const principal = { kind: 'session', sessionId: await currentSessionId(), organizationSlug } as const
  const origin = await requestOrigin()
  return (operation, input) => perform(platform(), operation, principal, origin, input)
}

/** An operation that reads, bound to the session of this request. */
export async function query<Schema extends z.ZodType, Output>(
  operation: Operation<Schema, Output, People>,
  organizationSlug: string,
  input: z.input<Schema>,
): Promise<Result<Output>> {
  return (await asViewer(organizationSlug))(operation, input)
}

/** For a page that can't be without it: what is not there, or not for this role, is a page that is not there. */
export async function queryOrNotFound<Schema extends z.ZodType, Output>(
  operation: Operation<Schema, Output, People>,
  organizationSlug: string,
  input: z.input<Schema>,
): Promise<Output> {
  const result = await query(operation, organizationSlug, input)
  if (result.ok) return result.value
  if (result.failure.code === 'not_signed_in') redirect('/sign-in')
  if (result.failure.code === 'single_sign_on_required') redirect(`/single-sign-on?organization=${organizationSlug}`)
  if (FAILURES[result.failure.code].status === 404 || result.failure.code === 'not_permitted') notFound()
  throw new Error(`A page could not be read: ${result.failure.code}`)
}

/** Who looks at this page; once per request. Signed out: to sign in, and back here. */
export const requireViewer = cache(async (organizationSlug: string): Promise<ViewerView> => {
  const result = await query(viewOrganization, organizationSlug, {})
  if (result.ok) return result.value
  if (result.failure.code === 'not_signed_in') redirect(`/sign-in?to=${encodeURIComponent(`/o/${organizationSlug}`)}`)
  if (result.failure.code === 'single_sign_on_required') redirect(`/single-sign-on?organization=${organizationSlug}`)
  notFound()
})
