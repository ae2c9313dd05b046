import type { Metadata } from 'next'
import { ApiKeyPage } from '@/components/api-keys/api-key-page'
import { Timeline } from '@/components/audit-log/timeline'
import { apiKeyHref, appHref, appKeysHref, serviceHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { deadCallers } from '@/components/usage/dead-callers'
import { KeyUsage } from '@/components/usage/key-usage'
import { StillPresented } from '@/components/usage/still-presented'
import { KEY_RANGES, readUsageRange } from '@/components/usage/usage-range'
import { viewKeyLineage } from '@/lib/operations/view-key-lineage'
import { viewKeyUsage } from '@/lib/operations/view-key-usage'
import { queryOrNotFound, requireViewer } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { SERVICE_WORDS } from '@/words/terms'
import { listHeirsAction, offerApiKeysAction, withdrawOfferAction } from '../../../../../offers/actions'
import { readApiKey, readReceiptOf } from '../../../../../read-api-key'
import { createSecretAction } from '../../../../../secrets/actions'
import {
  changeApiKeyLimitsAction,
  disableApiKeyAction,
  enableApiKeyAction,
  noteApiKeyAction,
  renameApiKeyAction,
  revokeApiKeyAction,
  rotateApiKeyAction,
} from '../../../../actions'

type KeyPageProps = {
  params: Promise<{ organization: string; service: string; app: string; key: string }>
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export async function generateMetadata({ params }: KeyPageProps): Promise<Metadata> {
  const { organization, key } = await params
  return { title: (await readApiKey(organization, key)).key.name }
}

export default async function KeyPage({ params, searchParams }: KeyPageProps) {
  const { organization, key: id } = await params
  const { key, events, now } = await readApiKey(organization, id)
  const range = readUsageRange(await searchParams, KEY_RANGES)
  const usage = await queryOrNotFound(viewKeyUsage, organization, { apiKeyId: key.id, range })
  const lineage = await queryOrNotFound(viewKeyLineage, organization, { apiKeyId: key.id })
  const { user } = await requireViewer(organization)
  return (
    <>
      <TopBarBreadcrumbs
        items={[
          { label: SERVICE_WORDS[key.app.service].many, href: serviceHref(organization, key.app.service) },
          { label: key.app.name, href: appHref(organization, key.app) },
          { label: commonWords.apiKeys, href: appKeysHref(organization, key.app) },
          { label: key.name },
        ]}
      />
      <ApiKeyPage
        apiKey={key}
        now={now}
        actions={{
          revokeApiKey: revokeApiKeyAction.bind(null, organization),
          disableApiKey: disableApiKeyAction.bind(null, organization),
          enableApiKey: enableApiKeyAction.bind(null, organization),
          changeLimits: changeApiKeyLimitsAction.bind(null, organization),
          rotateApiKey: rotateApiKeyAction.bind(null, organization),
          createSecret: createSecretAction.bind(null, organization),
          renameApiKey: renameApiKeyAction.bind(null, organization),
          noteApiKey: noteApiKeyAction.bind(null, organization),
          listHeirs: listHeirsAction.bind(null, organization),
          offerApiKeys: offerApiKeysAction.bind(null, organization),
          withdrawOffer: withdrawOfferAction.bind(null, organization),
        }}
        lineage={lineage}
        timeline={<Timeline events={events} />}
        stillPresented={<StillPresented callers={deadCallers(key, usage.callers)} now={now} />}
        usage={
          <KeyUsage
            view={usage}
            keyName={key.name}
            range={range}
            path={apiKeyHref(organization, key.app, key.id)}
            timeZone={user.timeZone}
          />
        }
        receipt={await readReceiptOf(organization, key, events)}
      />
    </>
  )
}
