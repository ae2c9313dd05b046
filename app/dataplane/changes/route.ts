import { followChanges } from '@/lib/operations/follow-changes'
import { problem, readQuery, runFeedOperation } from '@/lib/server/run-route'
import { streamChanges } from '@/lib/server/stream-changes'

export async function GET(request: Request): Promise<Response> {
  return streamChanges(request, () => runFeedOperation(followChanges, request, readQuery(request)), problem)
}
