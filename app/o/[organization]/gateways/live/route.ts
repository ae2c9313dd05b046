import { listGateways } from '@/lib/operations/list-gateways'
import { query } from '@/lib/server/queries'
import { problem } from '@/lib/server/run-route'

/** The gateways as they are now, for a page that shows them while it is looked at. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ organization: string }> },
): Promise<Response> {
  const gateways = await query(listGateways, (await params).organization, {})
  return gateways.ok
    ? Response.json(gateways.value, { headers: { 'cache-control': 'no-store' } })
    : problem(gateways.failure)
}
