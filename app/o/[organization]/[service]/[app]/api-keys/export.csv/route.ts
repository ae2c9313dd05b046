import { exportView } from '../../../../export-view'

/** The keys of an app, as a file. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ organization: string; app: string }> },
): Promise<Response> {
  const { organization, app } = await params
  return exportView(request, organization, { appSlug: app })
}
