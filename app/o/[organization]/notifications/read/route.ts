import { markNotificationsRead } from '@/lib/operations/mark-notifications-read'
import { runAction } from '@/lib/server/run-action'
import { readBody } from '@/lib/server/run-route'

/** Said by the link that is followed, on its way. No server action: the next page would wait for it. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ organization: string }> },
): Promise<Response> {
  const state = await runAction(markNotificationsRead, (await params).organization, await readBody(request, 1_024))
  return Response.json(state, { headers: { 'cache-control': 'no-store' } })
}
