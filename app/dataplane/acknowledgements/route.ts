import { acknowledgeChanges } from '@/lib/operations/acknowledge-changes'
import { problem, readBody, runFeedOperation } from '@/lib/server/run-route'

export async function POST(request: Request): Promise<Response> {
  const answer = await runFeedOperation(acknowledgeChanges, request, await readBody(request))
  return answer.ok ? new Response(null, { status: 204 }) : problem(answer.failure)
}
