import { search } from '@/lib/operations/search'
import { runAction } from '@/lib/server/run-action'
import { readBody } from '@/lib/server/run-route'

/**
 * Answers what is typed into the search, which travels in a body and so stands in no address or log. No server action: Next lets them wait
 * for each other, and an answer that is no longer wanted would hold up the next.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ organization: string }> },
): Promise<Response> {
  const state = await runAction(search, (await params).organization, await readBody(request, 4_096))
  return Response.json(state, { headers: { 'cache-control': 'no-store' } })
}
