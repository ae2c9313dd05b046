import { notFound } from 'next/navigation'
import { cache } from 'react'
import type { ServiceView } from '@/lib/contract/apps'
import { type Service, serviceOfSegment } from '@/lib/core/services'
import { listApps } from '@/lib/operations/list-apps'
import { queryOrNotFound } from '@/lib/server/queries'

export function serviceAt(segment: string): Service {
  return serviceOfSegment(segment) ?? notFound()
}

/** Once per request, however many parts of a page ask. */
export const readService = cache(
  (organization: string, segment: string): Promise<ServiceView> =>
    queryOrNotFound(listApps, organization, { service: serviceAt(segment) }),
)
