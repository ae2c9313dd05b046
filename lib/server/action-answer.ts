import { headers } from 'next/headers'
import type { ActionState } from '@/lib/contract/action-state'
import { type Failure, sentenceOf } from '@/lib/core/failures'
import { fail, type Result } from '@/lib/core/result'
import { installation } from '@/lib/server/platform'

type Refused = Extract<ActionState<never>, { ok: false }>

function refused(failure: Failure): Refused {
  const message = sentenceOf(failure)
  return {
    ok: false,
    code: failure.code,
    message,
    fields: failure.fields ?? (failure.field ? { [failure.field]: message } : {}),
    ...(failure.params ? { params: failure.params } : {}),
  }
}

/** A result as a form reads it. */
export function actionState<T>(result: Result<T>): ActionState<T> {
  return result.ok ? { ok: true, value: result.value } : refused(result.failure)
}

/**
 * Next refuses an action with a foreign Origin, but runs one that has none, and believes X-Forwarded-Host. So the origin is compared here
 * with the address that the portal is known by; a missing one is refused as well.
 */
export async function refuseForeignOrigin(): Promise<Refused | undefined> {
  const { publicUrl } = installation().environment
  const { origin } = new URL(publicUrl)
  if ((await headers()).get('origin') === origin) return undefined
  return refused(fail('foreign_origin', { params: { address: origin } }).failure)
}
