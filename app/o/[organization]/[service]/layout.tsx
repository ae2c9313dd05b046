import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { serviceOfSegment } from '@/lib/core/services'

/** Asked before anything is sent, so that what isn't there answers with status 404 and not with a page that says so. */
export default async function ServiceLayout({
  params,
  children,
}: {
  params: Promise<{ service: string }>
  children: ReactNode
}) {
  if (!serviceOfSegment((await params).service)) notFound()
  return children
}
