import { followChanges } from '@/lib/operations/follow-changes'
import { streamChanges } from '@/lib/server/stream-changes'
import { problem, readQuery, runFeedOperation } from '@/lib/server/run-route'

export async function GET(request: Request): Promise<Response> {
  return streamChanges(request, () => runFeedOperation(followChanges, request, readQuery(request)), problem)
}
