import { recordUsage } from '@/lib/operations/record-usage'
import { problem, readBody, runFeedOperation } from '@/lib/server/run-route'

/** Batches of counts are larger than anything else that a gateway sends. */
const BODY_BYTES = 16 * 1024 * 1024

export async function POST(request: Request): Promise<Response> {
  const answer = await runFeedOperation(recordUsage, request, await readBody(request, BODY_BYTES))
  return answer.ok ? new Response(null, { status: 204 }) : problem(answer.failure)
}
