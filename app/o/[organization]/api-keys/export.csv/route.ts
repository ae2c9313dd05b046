import { exportView } from '../../export-view'

/** The inventory, as a file. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ organization: string }> },
): Promise<Response> {
  return exportView(request, (await params).organization, { organization: true })
}
