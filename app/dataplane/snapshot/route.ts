import { readSnapshot } from '@/lib/operations/read-snapshot'
import { problem, readQuery, runFeedOperation } from '@/lib/server/run-route'

export async function GET(request: Request): Promise<Response> {
  const snapshot = await runFeedOperation(readSnapshot, request, readQuery(request))
  return snapshot.ok
    ? Response.json(snapshot.value, { headers: { 'cache-control': 'no-store' } })
    : problem(snapshot.failure)
}
