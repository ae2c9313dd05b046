import { previewImpact } from '@/lib/operations/preview-impact'
import { runAction } from '@/lib/server/run-action'
import { readBody } from '@/lib/server/run-route'

/**
 * What a change would stop, for a dialog that asks before it is made. No server action: Next lets them wait for each other and before every
 * navigation, and a leaver's keys may be many.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ organization: string }> },
): Promise<Response> {
  const state = await runAction(previewImpact, (await params).organization, await readBody(request, 4_096))
  return Response.json(state, { headers: { 'cache-control': 'no-store' } })
}
