import { exportView } from '../../../export-view'
import { serviceAt } from '../../read-service'

/** The keys of a service, as a file. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ organization: string; service: string }> },
): Promise<Response> {
  const { organization, service } = await params
  return exportView(request, organization, { service: serviceAt(service) })
}
