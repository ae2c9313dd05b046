import { viewReceipt } from '@/lib/operations/view-receipt'
import { query } from '@/lib/server/queries'
import { problem } from '@/lib/server/run-route'

/** The receipt of a change, for a page that watches it fill. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ organization: string; seq: string }> },
): Promise<Response> {
  const { organization, seq } = await params
  const receipt = await query(viewReceipt, organization, { seq: Number(seq) })
  return receipt.ok
    ? Response.json(receipt.value, { headers: { 'cache-control': 'no-store' } })
    : problem(receipt.failure)
}
