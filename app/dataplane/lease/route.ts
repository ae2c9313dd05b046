import { renewLease } from '@/lib/operations/renew-lease'
import { problem, readBody, runFeedOperation } from '@/lib/server/run-route'

export async function POST(request: Request): Promise<Response> {
  const answer = await runFeedOperation(renewLease, request, await readBody(request))
  return answer.ok ? Response.json(answer.value, { headers: { 'cache-control': 'no-store' } }) : problem(answer.failure)
}
