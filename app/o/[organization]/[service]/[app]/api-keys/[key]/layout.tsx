import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { readApiKey } from '../../../../read-api-key'

type KeyLayoutProps = { params: Promise<{ organization: string; app: string; key: string }>; children: ReactNode }

/** A key that isn't there, or not of this app, is found missing before anything is sent. */
export default async function KeyLayout({ params, children }: KeyLayoutProps) {
  const { organization, app, key: id } = await params
  const { key } = await readApiKey(organization, id)
  return key.app.slug === app ? children : notFound()
}
