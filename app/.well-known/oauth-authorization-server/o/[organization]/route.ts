import { publishMetadata } from '@/lib/server/publications'

export async function GET(
  request: Request,
  { params }: { params: Promise<{ organization: string }> },
): Promise<Response> {
  return publishMetadata(request, (await params).organization)
}
