import { redirect } from 'next/navigation'
import { apiKeyHref } from '@/components/places'
import { readApiKey } from '../../read-api-key'

/** For links that know a key and not its app: leads on to the key's page. */
export default async function KeyAddress({ params }: { params: Promise<{ organization: string; key: string }> }) {
  const { organization, key: id } = await params
  const { key } = await readApiKey(organization, id)
  redirect(apiKeyHref(organization, key.app, key.id))
}
