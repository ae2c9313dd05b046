import { platform } from '@/lib/server/platform'

export const dynamic = 'force-dynamic'

/** 200 when the portal answers and its database does. */
export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'no-store' }
  try {
    await platform().database.ping()
    return Response.json({ status: 'ok' }, { headers })
  } catch {
    return Response.json({ status: 'database unreachable' }, { status: 503, headers })
  }
}
