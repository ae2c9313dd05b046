import { publishKeySet } from '@/lib/server/publications'

export async function GET(
  request: Request,
  { params }: { params: Promise<{ organization: string }> },
): Promise<Response> {
  return publishKeySet(request, (await params).organization)
}
