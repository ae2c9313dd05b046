'use client'

import { Moment } from '@/components/accounts/moment'
import { Callout } from '@/components/ui/callout'
import { Fact, Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import type { WebhookPageView } from '@/lib/contract/webhooks'
import { hostOf } from '@/lib/core/webhook'
import { commonWords } from '@/words/common'
import { webhooksWords } from '@/words/webhooks'
import { type DeleteWebhook, DeleteWebhookButton } from './delete-webhook'
import { type ChangeWebhook, EditWebhookButton } from './edit-webhook'
import { type PingWebhook, PingWebhookButton } from './ping-webhook'
import { type SwitchWebhook, SwitchWebhookButton } from './switch-webhook'
import { type SendAgain, type SendFailedAgain, WebhookLog } from './webhook-log'
import type { WebhookLogAddress } from './webhook-log-address'
import { type EndOldWebhookSecret, type RotateWebhookSecret, WebhookSecret } from './webhook-secret'
import { WebhookState } from './webhook-state'

export type WebhookPageProps = {
  view: WebhookPageView
  address: WebhookLogAddress
  actions: {
    readonly pingWebhook: PingWebhook
    readonly changeWebhook: ChangeWebhook
    readonly switchWebhook: SwitchWebhook
    readonly deleteWebhook: DeleteWebhook
    readonly rotateWebhookSecret: RotateWebhookSecret
    readonly endOldWebhookSecret: EndOldWebhookSecret
    readonly sendAgain: SendAgain
    readonly sendFailedAgain: SendFailedAgain
  }
}

const words = webhooksWords

/** One webhook: where it leads, what it is told of, and everything that was sent to it of late. */
export function WebhookPage({ view, address, actions }: WebhookPageProps) {
  const { webhook } = view
  const { disabled } = webhook
  return (
    <>
      <PageHeader
        title={<span className="break-all">{hostOf(webhook.url)}</span>}
        description={webhook.description ?? undefined}
        status={<WebhookState webhook={webhook} />}
        actions={
          <>
            <DeleteWebhookButton webhook={webhook} deleteWebhook={actions.deleteWebhook} />
            <SwitchWebhookButton webhook={webhook} switchWebhook={actions.switchWebhook} />
            <EditWebhookButton webhook={webhook} changeWebhook={actions.changeWebhook} />
            <PingWebhookButton webhook={webhook} pingWebhook={actions.pingWebhook} />
          </>
        }
      />
      {disabled && (
        <Callout tone={disabled.cause === 'gone' ? 'bad' : 'warn'}>
          <Said
            as={(disabled.cause === 'gone' ? words.switching.goneSince : words.switching.disabledSince)(
              <Moment at={disabled.at} look="zoned" />,
            )}
          />
        </Callout>
      )}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <Facts className="xl:order-2">
          <Fact label={words.fields.url}>
            <span className="break-all font-mono text-xs">{webhook.url}</span>
          </Fact>
          <Fact label={words.fields.types}>
            <ul className="flex flex-col gap-0.5">
              {webhook.types.map((type) => (
                <li key={type} className="break-all font-mono text-xs" title={words.types[type]}>
                  {type}
                </li>
              ))}
            </ul>
          </Fact>
          <Fact label={words.secret.title}>
            <WebhookSecret
              view={view}
              rotateWebhookSecret={actions.rotateWebhookSecret}
              endOldWebhookSecret={actions.endOldWebhookSecret}
            />
          </Fact>
          <Fact label={commonWords.created} {...(webhook.createdBy ? { detail: webhook.createdBy } : {})}>
            <Moment at={webhook.createdAt} />
          </Fact>
        </Facts>
        <WebhookLog
          view={view}
          address={address}
          sendAgain={actions.sendAgain}
          sendFailedAgain={actions.sendFailedAgain}
        />
      </div>
    </>
  )
}
