'use client'

import { Webhook } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { Distance, TimesNote } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { webhookHref } from '@/components/places'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { useLoaded } from '@/components/ui/use-loaded'
import type { WebhooksView, WebhookView } from '@/lib/contract/webhooks'
import { WEBHOOK_TYPES } from '@/lib/core/webhook-types'
import { inNumbers } from '@/lib/core/words/counted'
import { webhooksWords } from '@/words/webhooks'
import { OutcomeWords } from './attempt-outcome'
import type { CreateWebhook } from './new-webhook-dialog'
import { WebhookState } from './webhook-state'

const words = webhooksWords.list

const loadDialog = async () => (await import('./new-webhook-dialog')).NewWebhookDialog

export type WebhooksPageProps = { view: WebhooksView; createWebhook: CreateWebhook }

export function WebhooksPage({ view: { webhooks, limit, now }, createWebhook }: WebhooksPageProps) {
  const router = useRouter()
  const { organizationSlug } = useViewer()
  const [Dialog, wantDialog, prepareDialog] = useLoaded(loadDialog)
  const [asking, setAsking] = useState({ open: false, attempt: 0 })
  const asked = useRef<HTMLElement | null>(null)
  const isFull = webhooks.length >= limit
  const begin = async (button: HTMLElement) => {
    asked.current = button
    if (await wantDialog()) setAsking(({ attempt }) => ({ open: true, attempt: attempt + 1 }))
  }
  const opening = {
    onPointerEnter: prepareDialog,
    onFocus: prepareDialog,
    onClick: (event: { currentTarget: HTMLElement }) => void begin(event.currentTarget),
  }

  return (
    <>
      <PageHeader
        title={webhooksWords.title}
        description={webhooksWords.description}
        actions={
          !isFull && (
            <Button variant="primary" {...opening}>
              {words.new}
            </Button>
          )
        }
      />
      {isFull && <Callout tone="info">{words.full(limit)}</Callout>}
      {webhooks.length === 0 ? (
        <EmptyState
          icon={Webhook}
          title={words.empty}
          description={words.emptyDescription}
          action={<Button {...opening}>{words.first}</Button>}
        />
      ) : (
        <div className="flex flex-col gap-3">
          <Table caption={webhooksWords.title}>
            <TableHead>
              <TableRow>
                <ColumnHead>{words.address}</ColumnHead>
                <ColumnHead>{words.toldOf}</ColumnHead>
                <ColumnHead>{words.state}</ColumnHead>
                <ColumnHead>{words.last}</ColumnHead>
                <ColumnHead align="end">{words.waiting}</ColumnHead>
                <ColumnHead align="end">{words.failed}</ColumnHead>
              </TableRow>
            </TableHead>
            <TableBody>
              {webhooks.map((webhook) => (
                <WebhookRow
                  key={webhook.id}
                  webhook={webhook}
                  href={webhookHref(organizationSlug, webhook.id)}
                  now={now}
                />
              ))}
            </TableBody>
          </Table>
          <p className="px-0.5 text-right text-ink-2">
            <TimesNote />
          </p>
        </div>
      )}
      {Dialog && (
        <Dialog
          key={asking.attempt}
          open={asking.open}
          onClose={(made) => {
            setAsking(({ attempt }) => ({ open: false, attempt }))
            if (made) router.push(webhookHref(organizationSlug, made))
          }}
          createWebhook={createWebhook}
          finalFocus={asked}
        />
      )}
    </>
  )
}

function WebhookRow({ webhook, href, now }: { webhook: WebhookView; href: string; now: string }) {
  const { url, description, types, last, waiting, failed } = webhook
  return (
    <TableRow>
      <TableCell inCard="title" className="max-w-100" {...(description ? { detail: description } : {})}>
        <TextLink look="plain" href={href} className="break-all font-mono text-xs">
          {url}
        </TextLink>
      </TableCell>
      <TableCell label={words.toldOf}>
        {types.length === WEBHOOK_TYPES.length ? words.everything : words.happenings(types.length)}
      </TableCell>
      <TableCell label={words.state}>
        <WebhookState webhook={webhook} />
      </TableCell>
      <TableCell
        label={words.last}
        className="md:whitespace-nowrap"
        {...(last ? { detail: <Distance at={last.at} now={now} /> } : {})}
      >
        {last ? <OutcomeWords outcome={last.outcome} /> : words.none}
      </TableCell>
      <TableCell label={words.waiting} align="end">
        {inNumbers(waiting)}
      </TableCell>
      <TableCell label={words.failed} align="end">
        {inNumbers(failed)}
      </TableCell>
    </TableRow>
  )
}
