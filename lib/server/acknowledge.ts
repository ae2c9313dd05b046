import type { Result } from '@/lib/core/result'
import { acknowledgeChanges } from '@/lib/operations/acknowledge-changes'
import { platform } from '@/lib/server/platform'
import { readFeedCall } from '@/lib/server/run-route'
import { together } from '@/lib/server/together'

/** As many as one statement takes without holding others up. */
const MOST = 500
const acknowledgeTogether = together(MOST, (asked: Parameters<typeof acknowledgeChanges>[1]) =>
  acknowledgeChanges(platform(), asked),
)

/** A gateway's acknowledgement, stored with those that came at the same time. Answered when it is stored. */
export async function acknowledge(
  request: Request,
  members: Readonly<Record<string, unknown>>,
): Promise<Result<object>> {
  const call = readFeedCall(request, members)
  return call.ok ? acknowledgeTogether(call.value) : call
}
