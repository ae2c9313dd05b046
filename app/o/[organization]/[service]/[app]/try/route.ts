import { readBody } from '@/lib/server/run-route'
import { tryApp } from '@/lib/server/try-app'

/** The longest body that may be tried, with everything around it, each character as JSON may write it. */
const MOST_BYTES = 524_288

/**
 * Answers a form, refusals too, as a server action would. It is none, since a call may take ten seconds, and Next would let the reader go
 * nowhere until then.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ organization: string; app: string }> },
): Promise<Response> {
  const { organization, app } = await params
  const state = await tryApp(organization, { ...(await readBody(request, MOST_BYTES)), slug: app })
  const tooMany = !state.ok && state.code === 'too_many_attempts'
  return Response.json(state, {
    status: tooMany ? 429 : 200,
    headers: {
      'cache-control': 'no-store',
      ...(tooMany ? { 'retry-after': String(Number(state.params?.minutes) * 60) } : {}),
    },
  })
}
