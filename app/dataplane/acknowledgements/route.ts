import { acknowledge } from '@/lib/server/acknowledge'
import { problem, readBody } from '@/lib/server/run-route'

export async function POST(request: Request): Promise<Response> {
  const answer = await acknowledge(request, await readBody(request))
  return answer.ok ? new Response(null, { status: 204 }) : problem(answer.failure)
}
