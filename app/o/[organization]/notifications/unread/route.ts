import { countUnread } from '@/lib/operations/count-unread'
import { query } from '@/lib/server/queries'
import { problem } from '@/lib/server/run-route'

/** What the bell asks while it is looked at. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ organization: string }> },
): Promise<Response> {
  const unread = await query(countUnread, (await params).organization, {})
  return unread.ok ? Response.json(unread.value, { headers: { 'cache-control': 'no-store' } }) : problem(unread.failure)
}
