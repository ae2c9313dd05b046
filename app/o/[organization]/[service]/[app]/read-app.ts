import { notFound } from 'next/navigation'
import { cache } from 'react'
import type { AppView } from '@/lib/contract/apps'
import { viewApp } from '@/lib/operations/view-app'
import { queryOrNotFound } from '@/lib/server/queries'
import { serviceAt } from '../read-service'

/** The app at an address, which names its service too; once per request. */
export const readApp = cache(async (organization: string, segment: string, slug: string): Promise<AppView> => {
  const app = await queryOrNotFound(viewApp, organization, { slug })
  return app.service === serviceAt(segment) ? app : notFound()
})
