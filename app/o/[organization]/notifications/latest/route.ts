import { listNotifications } from '@/lib/operations/list-notifications'
import { query } from '@/lib/server/queries'
import { problem } from '@/lib/server/run-route'

const LATEST = 20

/** What the bell shows when it is opened. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ organization: string }> },
): Promise<Response> {
  const latest = await query(listNotifications, (await params).organization, { limit: LATEST })
  return latest.ok ? Response.json(latest.value, { headers: { 'cache-control': 'no-store' } }) : problem(latest.failure)
}
