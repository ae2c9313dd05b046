'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useId } from 'react'
import { Distance, Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import type { ListHeirs } from '@/components/hand-over/offer-dialog'
import type { OfferApiKeys, OfferKeysDialogProps } from '@/components/hand-over/offer-keys-dialog'
import { Offered } from '@/components/hand-over/offered'
import { useOffering } from '@/components/hand-over/use-offering'
import { type AnswerOffer, useWithdrawOffer } from '@/components/hand-over/use-withdraw-offer'
import { apiKeyHref, appHref, secretHref } from '@/components/places'
import { Receipt } from '@/components/receipts/receipt'
import { doneWord } from '@/components/receipts/receipt-words'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { Fact, Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import { TextLink } from '@/components/ui/text-link'
import { Tooltip } from '@/components/ui/tooltip'
import { useLoaded } from '@/components/ui/use-loaded'
import { LastUsed, RequestsOfLastDay } from '@/components/usage/key-use'
import type { ApiKeyView, KeyLineageView } from '@/lib/contract/api-keys'
import type { ReceiptView } from '@/lib/contract/receipts'
import type { EventType } from '@/lib/core/events'
import { FAILURES } from '@/lib/core/failures'
import { orphanWords, rowWords, TYPE_WORDS } from '@/words/api-keys'
import { offeredWords } from '@/words/hand-over'
import { keyPageWords as words } from '@/words/key-page'
import { rotationWords } from '@/words/rotation'
import { SERVICE_WORDS } from '@/words/terms'
import { type ChangeLimits, ChangeLimitsDialog } from './change-limits-dialog'
import type { DisableApiKey } from './disable-api-key-dialog'
import { Expiry, KeyStatusBadge, OrphanReasons, OwnerRole, Scopes } from './key-cells'
import type { KeyDialogsProps } from './key-dialogs'
import { KeyLimitsFact } from './key-limits-fact'
import { KeyLineage } from './key-lineage'
import { shortKeyId } from './key-words'
import type { NoteApiKey, NoteApiKeyDialogProps } from './note-api-key-dialog'
import type { RenameApiKey, RenameApiKeyDialogProps } from './rename-api-key-dialog'
import type { RevokeApiKey, RevokeApiKeyDialogProps } from './revoke-api-key-dialog'
import type { RotateApiKey } from './rotate-api-key-dialog'
import { useAsking } from './use-asking'
import { type EnableApiKey, useEnableApiKey } from './use-enable-api-key'

export type ApiKeyPageProps = {
  apiKey: ApiKeyView
  now: string
  actions: {
    readonly revokeApiKey: RevokeApiKey
    readonly disableApiKey: DisableApiKey
    readonly enableApiKey: EnableApiKey
    readonly changeLimits: ChangeLimits
    readonly rotateApiKey: RotateApiKey
    readonly createSecret: CreateSecret
    readonly renameApiKey: RenameApiKey
    readonly noteApiKey: NoteApiKey
    readonly listHeirs: ListHeirs
    readonly offerApiKeys: OfferApiKeys
    readonly withdrawOffer: AnswerOffer
  }
  /** The keys that took its place, and whose place it took: itself alone when there are none. */
  lineage: KeyLineageView
  /** What happened to it. */
  timeline: ReactNode
  /** Attempts after its death, where there are any, and how it is used. */
  stillPresented: ReactNode
  usage: ReactNode
  /** How its last stop reached the gateways; null for a key that was not stopped. */
  receipt: { readonly view: ReceiptView; readonly of: EventType } | null
}

const loadDialogs = async () => (await import('./key-dialogs')).KeyDialogs
const loadRenaming = async () => (await import('./rename-api-key-dialog')).RenameApiKeyDialog
const loadNote = async () => (await import('./note-api-key-dialog')).NoteApiKeyDialog
const loadOffering = async () => (await import('@/components/hand-over/offer-keys-dialog')).OfferKeysDialog
const loadRevocation = async () => (await import('./revoke-api-key-dialog')).RevokeApiKeyDialog

/** One key: what it is, whether it works and why not, and everything that happened to it. */
export function ApiKeyPage({
  apiKey,
  now,
  actions,
  lineage,
  timeline,
  stillPresented,
  usage,
  receipt,
}: ApiKeyPageProps) {
  const { organizationSlug } = useViewer()
  const router = useRouter()
  const content = () => document.getElementById('content')
  const [EndingDialog, wantEnding] = useLoaded<RevokeApiKeyDialogProps>(loadRevocation)
  const ending = useAsking(wantEnding, content, () => router.refresh())
  const app = <TextLink href={appHref(organizationSlug, apiKey.app)}>{apiKey.app.name}</TextLink>
  const createdBy = lineage.keys.find(({ key }) => key.id === apiKey.id)?.createdBy
  return (
    <>
      <PageHeader
        title={apiKey.name}
        description={words.description(apiKey.app.name)}
        status={<KeyStatusBadge status={apiKey.status} />}
        actions={<Actions apiKey={apiKey} now={now} actions={actions} />}
      />
      <StateNote apiKey={apiKey} now={now} />
      {stillPresented}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Facts>
          <Fact label={words.id} detail={<Said as={words.endsIn(<code className="font-mono">{apiKey.hint}</code>)} />}>
            <span className="flex items-center gap-1 sm:-my-1">
              <code className="min-w-0 break-all font-mono text-xs">{apiKey.id}</code>
              <CopyButton value={apiKey.id} label={words.copyId} />
            </span>
          </Fact>
          <Fact label={words.app} detail={words.appKind(SERVICE_WORDS[apiKey.app.service].one, apiKey.app.environment)}>
            {apiKey.app.deleted ? <Said as={words.deletedApp(app)} /> : app}
          </Fact>
          <Fact label={words.type} detail={apiKey.type === 'user' ? rowWords.actsAsOwner : rowWords.actsAsApp}>
            {TYPE_WORDS[apiKey.type]}
          </Fact>
          <Fact label={words.owner} detail={<OwnerRole owner={apiKey.owner} />}>
            {apiKey.owner.name}
          </Fact>
          {createdBy && (
            <Fact label={rotationWords.page.createdByFact} detail={rotationWords.page.createdByDetail}>
              {createdBy}
            </Fact>
          )}
          <Fact label={rotationWords.page.note}>
            <Note apiKey={apiKey} noteApiKey={actions.noteApiKey} />
          </Fact>
          <Fact label={words.scopes}>
            <Scopes scopes={apiKey.scopes} />
          </Fact>
          <Fact label={words.limits}>
            <div className="flex flex-wrap items-start justify-between gap-2">
              <div className="min-w-0 flex-1">
                <KeyLimitsFact limits={apiKey.limits} />
              </div>
              {apiKey.can.changeLimits && <ChangeLimitsDialog apiKey={apiKey} changeLimits={actions.changeLimits} />}
            </div>
          </Fact>
          <Fact label={words.created} detail={<Moment at={apiKey.createdAt} look="zoned" />}>
            <Distance at={apiKey.createdAt} now={now} />
          </Fact>
          <Fact
            label={words.expires}
            {...(apiKey.expiresAt ? { detail: <Moment at={apiKey.expiresAt} look="zoned" /> } : {})}
          >
            {apiKey.endsAt && apiKey.expiresAt ? (
              <Distance at={apiKey.expiresAt} now={now} />
            ) : (
              <Expiry apiKey={apiKey} now={now} />
            )}
          </Fact>
          {apiKey.endsAt && (
            <Fact label={rotationWords.page.endsFact} detail={<Moment at={apiKey.endsAt} look="zoned" />}>
              <Distance at={apiKey.endsAt} now={now} />
            </Fact>
          )}
          <Fact
            label={words.lastUsed}
            {...(apiKey.lastUsed
              ? {
                  detail: (
                    <Said
                      as={words.usedFrom(
                        <Moment at={apiKey.lastUsed.at} look="zoned" />,
                        <span className="font-mono">{apiKey.lastUsed.address}</span>,
                        apiKey.lastUsed.agent || null,
                      )}
                    />
                  ),
                }
              : {})}
          >
            <LastUsed apiKey={apiKey} now={now} />
          </Fact>
          <Fact label={words.requests}>
            <RequestsOfLastDay apiKey={apiKey} />
          </Fact>
          <Fact label={words.secrets}>
            {apiKey.secrets.length === 0
              ? words.noSecrets
              : apiKey.secrets.map((secret) => (
                  <TextLink
                    key={secret.id}
                    href={secretHref(organizationSlug, secret.id)}
                    className="mr-2 font-mono text-xs"
                  >
                    {secret.name}
                  </TextLink>
                ))}
          </Fact>
        </Facts>
        <div className="flex min-w-0 flex-col gap-8">
          {lineage.keys.length > 1 && <KeyLineage lineage={lineage} current={apiKey.id} onEndNow={ending.ask} />}
          {receipt && (
            <section aria-labelledby="receipt">
              <h2 id="receipt" className="mb-3 font-semibold">
                {words.receipt}
              </h2>
              <Receipt receipt={receipt.view} done={doneWord(receipt.of)} />
            </section>
          )}
          <section aria-labelledby="timeline">
            <h2 id="timeline" className="mb-3 font-semibold">
              {words.timeline}
            </h2>
            {timeline}
          </section>
        </div>
      </div>
      {usage}
      {EndingDialog && ending.subject && (
        <EndingDialog
          {...ending.dialog}
          apiKey={lineage.keys.find(({ key }) => key.id === ending.subject?.id)?.key ?? ending.subject}
          now={now}
          revokeApiKey={actions.revokeApiKey}
          onRevoked={ending.done}
        />
      )}
    </>
  )
}

/** Why it does not work, where it doesn't. */
function StateNote({ apiKey, now }: { apiKey: ApiKeyView; now: string }) {
  switch (apiKey.status) {
    case 'active':
      if (apiKey.endsAt && apiKey.leftBy) {
        return (
          <Callout tone="warn" title={offeredWords.known(apiKey.leftBy)}>
            <Said
              as={offeredWords.knownUntil(apiKey.leftBy, apiKey.owner.name, <Moment at={apiKey.endsAt} look="zoned" />)}
            />
            <OfferState apiKey={apiKey} />
          </Callout>
        )
      }
      return apiKey.endsAt && apiKey.rotatedTo ? (
        <Callout
          tone="info"
          title={<Said as={rotationWords.page.endsTitle(<Distance at={apiKey.endsAt} now={now} />)} />}
        >
          <Said
            as={rotationWords.page.ends(<Moment at={apiKey.endsAt} look="zoned" />, <Successor apiKey={apiKey} />)}
          />
        </Callout>
      ) : null
    case 'disabled':
      return (
        <Callout tone="warn" title={words.disabled}>
          {apiKey.disabledAt && <Said as={words.disabledSince(<Distance at={apiKey.disabledAt} now={now} />)} />}
        </Callout>
      )
    case 'expired':
      return (
        <Callout tone="neutral" title={words.expired}>
          {apiKey.expiresAt && <Said as={words.expiredSince(<Distance at={apiKey.expiresAt} now={now} />)} />}
        </Callout>
      )
    case 'revoked':
      return (
        <Callout tone="neutral" title={words.revoked}>
          {apiKey.revokedAt && (
            <Said as={words.revokedAt(<Moment at={apiKey.revokedAt} look="zoned" />, apiKey.revokedBy)} />
          )}
          {apiKey.rotatedTo && (
            <span className="mt-1 block">
              <Said as={rotationWords.page.replacedBy(<Successor apiKey={apiKey} />)} />
            </span>
          )}
          {apiKey.revocationReason && <span className="mt-1 block">{words.reason(apiKey.revocationReason)}</span>}
        </Callout>
      )
    case 'orphaned':
      return (
        <Callout tone="bad" title={words.orphaned}>
          <OrphanReasons apiKey={apiKey} />
          <OfferState apiKey={apiKey} />
          <span className="mt-1 block">{orphanWords.next(apiKey.owner.name, apiKey.app.deleted)}</span>
        </Callout>
      )
  }
}

/** To whom it is offered, and who has it instead once they have accepted. */
function OfferState({ apiKey }: { apiKey: ApiKeyView }) {
  return (
    <>
      {apiKey.offer && (
        <span className="mt-1 block">
          <Offered offer={apiKey.offer} />
        </span>
      )}
      {apiKey.rotatedTo && (
        <span className="mt-1 block">
          <Said as={rotationWords.page.replacedBy(<Successor apiKey={apiKey} />)} />
        </span>
      )}
    </>
  )
}

function Note({ apiKey, noteApiKey }: { apiKey: ApiKeyView; noteApiKey: NoteApiKey }) {
  const router = useRouter()
  const [NoteDialog, want, prepare] = useLoaded<NoteApiKeyDialogProps>(loadNote)
  const noting = useAsking(
    want,
    () => document.getElementById('content'),
    () => router.refresh(),
  )
  return (
    <div className="flex flex-wrap items-start justify-between gap-2">
      <span className="min-w-0 flex-1 whitespace-pre-wrap break-words">{apiKey.note ?? rotationWords.page.noNote}</span>
      {apiKey.can.note && (
        <Button
          size="small"
          onPointerEnter={prepare}
          onFocus={prepare}
          onClick={(event) => noting.ask(apiKey, event.currentTarget)}
        >
          {words.editNote}
        </Button>
      )}
      {NoteDialog && noting.subject && (
        <NoteDialog {...noting.dialog} apiKey={apiKey} noteApiKey={noteApiKey} onNoted={() => router.refresh()} />
      )}
    </div>
  )
}

function Successor({ apiKey: { app, rotatedTo } }: { apiKey: ApiKeyView }) {
  const { organizationSlug } = useViewer()
  return (
    rotatedTo && <TextLink href={apiKeyHref(organizationSlug, app, rotatedTo.id)}>{shortKeyId(rotatedTo.id)}</TextLink>
  )
}

function Actions({ apiKey, now, actions }: Pick<ApiKeyPageProps, 'apiKey' | 'now' | 'actions'>) {
  const router = useRouter()
  const reasonId = useId()
  // The button goes with the right to press it.
  const content = () => document.getElementById('content')
  const [Dialogs, want, prepare] = useLoaded<KeyDialogsProps>(loadDialogs)
  const preparing = { onPointerEnter: prepare, onFocus: prepare }
  const disabling = useAsking(want, content, () => router.refresh())
  const revocation = useAsking(want, content, () => router.refresh())
  const rotation = useAsking(want, content, () => router.refresh())
  const [RenameDialog, wantRenaming, prepareRenaming] = useLoaded<RenameApiKeyDialogProps>(loadRenaming)
  const renaming = useAsking(wantRenaming, content, () => router.refresh())
  const onEnable = useEnableApiKey(actions.enableApiKey)
  const [OfferDialog, wantOffering, prepareOffering] = useLoaded<OfferKeysDialogProps>(loadOffering)
  const offering = useOffering(actions.listHeirs, wantOffering, content, () => router.refresh())
  const onWithdraw = useWithdrawOffer(actions.withdrawOffer)
  const { can, status, offer } = apiKey

  return (
    <>
      {can.rename && (
        <Button
          onPointerEnter={prepareRenaming}
          onFocus={prepareRenaming}
          onClick={(event) => renaming.ask(apiKey, event.currentTarget)}
        >
          {words.rename}
        </Button>
      )}
      {RenameDialog && renaming.subject && (
        <RenameDialog
          {...renaming.dialog}
          apiKey={apiKey}
          renameApiKey={actions.renameApiKey}
          onRenamed={() => router.refresh()}
        />
      )}
      {can.rotate && (
        <Button {...preparing} onClick={(event) => rotation.ask(apiKey, event.currentTarget)}>
          {rotationWords.page.rotate}
        </Button>
      )}
      {can.disable && (
        <Button {...preparing} onClick={(event) => disabling.ask(apiKey, event.currentTarget)}>
          {words.disable}
        </Button>
      )}
      {can.enable && <Button onClick={() => onEnable(apiKey)}>{words.enable}</Button>}
      {can.offer && (
        <Button
          onPointerEnter={prepareOffering}
          onFocus={prepareOffering}
          onClick={(event) => offering.askOf([apiKey], event.currentTarget)}
        >
          {offeredWords.offer}
        </Button>
      )}
      {OfferDialog && offering.subject && (
        <OfferDialog
          {...offering.dialog}
          offering={offering.subject}
          offerApiKeys={actions.offerApiKeys}
          onOffered={offering.done}
        />
      )}
      {offer && can.withdrawOffer && (
        <Button onClick={() => onWithdraw(offer.id, apiKey.name)}>{offeredWords.withdraw}</Button>
      )}
      {can.revoke && (
        <Button {...preparing} onClick={(event) => revocation.ask(apiKey, event.currentTarget)}>
          {status === 'active' && apiKey.endsAt ? rotationWords.page.endItNow : words.revoke}
        </Button>
      )}
      {status === 'orphaned' && !can.revoke && (
        <>
          <Tooltip text={FAILURES.orphaned_key_needs_owner.sentence}>
            <Button aria-disabled aria-describedby={reasonId}>
              {words.revoke}
            </Button>
          </Tooltip>
          <span id={reasonId} className="sr-only">
            {FAILURES.orphaned_key_needs_owner.sentence}
          </span>
        </>
      )}
      {Dialogs && <Dialogs apiKey={apiKey} now={now} actions={actions} asked={{ rotation, disabling, revocation }} />}
    </>
  )
}
