import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Timeline } from '@/components/audit-log/timeline'
import { secretsHref } from '@/components/places'
import { SecretPage } from '@/components/secrets/secret-page'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { isId } from '@/lib/core/identifiers'
import { viewSecret } from '@/lib/operations/view-secret'
import { queryOrNotFound } from '@/lib/server/queries'
import { secretsWords } from '@/words/secrets'
import {
  deleteSecretAction,
  renameSecretAction,
  restoreSecretAction,
  revealSecretAction,
  shareSecretAction,
  unshareSecretAction,
  updateSecretAction,
} from '../actions'

type Props = {
  params: Promise<{ organization: string; secret: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The secret of an address; once per request. */
const readSecret = cache(async (organization: string, id: string, before: unknown) => {
  if (!isId('secret', id)) notFound()
  // A number that is none is as if it weren't there.
  const number = typeof before === 'string' && /^[1-9]\d{0,8}$/.test(before) ? { before: Number(before) } : {}
  return queryOrNotFound(viewSecret, organization, { secretId: id, ...number })
})

async function readProps({ params, searchParams }: Props) {
  const { organization, secret } = await params
  const { before } = await searchParams
  return { organization, isNewest: before === undefined, view: await readSecret(organization, secret, before) }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { view } = await readProps(props)
  return { title: view.secret.name }
}

export default async function OneSecretPage(props: Props) {
  const { organization, isNewest, view } = await readProps(props)
  const bound = <Output,>(action: (organization: string, input: unknown) => Promise<Output>) =>
    action.bind(null, organization)
  return (
    <>
      <TopBarBreadcrumbs
        items={[{ label: secretsWords.title, href: secretsHref(organization) }, { label: view.secret.name }]}
      />
      <SecretPage
        // Deleted or restored, the page begins anew: nothing that was revealed or typed in the other state is left.
        key={`${view.secret.id} ${view.secret.deletedAt}`}
        view={view}
        isNewest={isNewest}
        timeline={view.events.length > 0 && <Timeline events={view.events} />}
        actions={{
          revealSecret: bound(revealSecretAction),
          updateSecret: bound(updateSecretAction),
          renameSecret: bound(renameSecretAction),
          shareSecret: bound(shareSecretAction),
          unshareSecret: bound(unshareSecretAction),
          deleteSecret: bound(deleteSecretAction),
          restoreSecret: bound(restoreSecretAction),
        }}
      />
    </>
  )
}
