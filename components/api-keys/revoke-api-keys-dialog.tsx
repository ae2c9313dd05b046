'use client'

import { CircleAlert, CircleCheck } from 'lucide-react'
import { type FormEvent, type ReactNode, type RefObject, useRef, useState } from 'react'
import { Distance } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { apiKeyHref } from '@/components/places'
import { AwaitedReceipt } from '@/components/receipts/awaited-receipt'
import { doneWord } from '@/components/receipts/receipt-words'
import { useReceipt } from '@/components/receipts/use-receipt'
import { Button } from '@/components/ui/button'
import { buttonStyle } from '@/components/ui/button-style'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Progress } from '@/components/ui/progress'
import { Said } from '@/components/ui/said'
import { TextInput } from '@/components/ui/text-input'
import { TextLink } from '@/components/ui/text-link'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { bulkWords as words } from '@/words/key-dialogs'
import { type RevokeApiKeys, type Revoked, useBulkRevocation } from './use-bulk-revocation'

const WEEK_MILLISECONDS = 7 * 86_400_000

export type RevokeApiKeysDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** As they were when they were selected. */
  apiKeys: readonly ApiKeyView[]
  /** RFC 3339: when the page was read. */
  now: string
  revokeApiKeys: RevokeApiKeys
  /** Called when the portal has answered for all of them, while the dialog goes on to show what came of it. */
  onRevoked: () => void
  finalFocus: RefObject<HTMLElement | null>
}

/** One agreement for several keys, and then what came of each. */
export function RevokeApiKeysDialog({
  open,
  onOpenChange,
  apiKeys,
  now,
  revokeApiKeys,
  onRevoked,
  finalFocus,
}: RevokeApiKeysDialogProps) {
  const [busy, setBusy] = useState(false)
  const agreement = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      dismissible={!busy}
      size="medium"
      title={words.title(apiKeys.length)}
      description={words.description}
      initialFocus={agreement}
      finalFocus={finalFocus}
    >
      <Revocations
        apiKeys={apiKeys}
        now={now}
        revokeApiKeys={revokeApiKeys}
        onRevoked={onRevoked}
        onBusy={setBusy}
        agreement={agreement}
      />
    </Dialog>
  )
}

/** Apart from its dialog, so that each opening begins anew. */
function Revocations({
  apiKeys: asked,
  now: openedAt,
  revokeApiKeys,
  onRevoked,
  onBusy,
  agreement,
}: Pick<RevokeApiKeysDialogProps, 'apiKeys' | 'now' | 'revokeApiKeys' | 'onRevoked'> & {
  onBusy: (busy: boolean) => void
  agreement: RefObject<HTMLInputElement | null>
}) {
  // As they were when they were asked about: the list behind the dialog has moved on.
  const [{ apiKeys, now }] = useState({ apiKeys: asked, now: openedAt })
  const [agreed, setAgreed] = useState(false)
  const [reason, setReason] = useState('')
  const { receipt, follow } = useReceipt()
  const { results, progress, fields, run } = useBulkRevocation(revokeApiKeys, () => {
    onBusy(false)
    onRevoked()
  })
  const failed = apiKeys.filter(({ id }) => results.get(id)?.done === false)
  const revoked = [...results.values()].filter(({ done }) => done).length
  const answered = results.size > 0 && !progress

  async function revoke(keys: readonly ApiKeyView[]) {
    onBusy(true)
    const last = await run(keys, reason)
    if (last !== null) void follow(last)
  }

  if (results.size > 0 || progress) {
    return (
      <>
        <DialogBody>
          {progress ? (
            <div role="status" className="flex flex-col gap-2">
              <p>{words.progress(progress.done, progress.all)}</p>
              <Progress label={words.progress(progress.done, progress.all)} value={progress.done} max={progress.all} />
            </div>
          ) : (
            <p role="status" className="font-semibold">
              {words.summary(revoked, failed.length)}
            </p>
          )}
          {answered && receipt && (
            <div className="flex flex-col gap-2">
              <AwaitedReceipt receipt={receipt} waiting={words.waiting} done={doneWord('api_key.revoked')} />
              <p className="text-ink-2 text-xs">{words.receiptNote}</p>
            </div>
          )}
          <KeyList label={words.results}>
            {apiKeys.map((key) => (
              <ResultRow key={key.id} apiKey={key} result={results.get(key.id)} />
            ))}
          </KeyList>
        </DialogBody>
        <DialogFooter>
          {failed.length > 0 && (
            <Button variant="danger" pending={progress !== null} onClick={() => void revoke(failed)}>
              {words.again(failed.length)}
            </Button>
          )}
          <DialogClose autoFocus disabled={progress !== null} className={buttonStyle({ variant: 'primary' })}>
            {words.done}
          </DialogClose>
        </DialogFooter>
      </>
    )
  }

  const inUse = apiKeys.filter((key) => isInUse(key, now))
  const usedFirst = [...inUse, ...apiKeys.filter((key) => !inUse.includes(key))]
  return (
    <Form
      outcome={fields}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (agreed) void revoke(usedFirst)
      }}
    >
      <DialogBody>
        {inUse.length > 0 && (
          <Callout tone="warn" title={words.usedOfLate(inUse.length)}>
            {words.usedOfLateDetail}
          </Callout>
        )}
        <KeyList label={words.keys}>
          {usedFirst.map((key) => (
            <KeyRow key={key.id} apiKey={key} now={now} inUse={inUse.includes(key)} />
          ))}
        </KeyList>
        <Field label={words.reason} optional error={fields.reason} description={words.reasonHint}>
          <TextInput value={reason} onChange={(event) => setReason(event.currentTarget.value)} autoComplete="off" />
        </Field>
        <Checkbox
          ref={agreement}
          label={words.agreement}
          checked={agreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
        />
      </DialogBody>
      <DialogFooter>
        <DialogClose>{words.cancel}</DialogClose>
        <Button type="submit" variant="danger" disabled={!agreed}>
          {words.submit}
        </Button>
      </DialogFooter>
    </Form>
  )
}

const isInUse = ({ lastUsed }: ApiKeyView, now: string) =>
  lastUsed !== null && Date.parse(now) - Date.parse(lastUsed.at) <= WEEK_MILLISECONDS

function KeyList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul
      aria-label={label}
      tabIndex={0}
      className="max-h-64 overflow-y-auto overscroll-contain rounded-md border border-line px-3"
    >
      {children}
    </ul>
  )
}

function KeyRow({ apiKey, now, inUse }: { apiKey: ApiKeyView; now: string; inUse: boolean }) {
  const { name, app, owner, lastUsed, secrets } = apiKey
  return (
    <li className="border-line border-b py-2 last:border-b-0">
      <p className="break-words">
        <span className="font-medium">{name}</span>{' '}
        <span className="text-ink-2 text-xs">{words.ownedBy(app.name, owner.name)}</span>
      </p>
      <p className={inUse ? 'text-warn text-xs' : 'text-ink-2 text-xs'}>
        {lastUsed ? (
          <Said as={words.lastUsed(<Distance at={lastUsed.at} now={now} />, lastUsed.address)} />
        ) : (
          words.neverUsed
        )}
      </p>
      {secrets.length > 0 && (
        <p className="break-words text-warn text-xs">{words.secrets(secrets.map((secret) => secret.name))}</p>
      )}
    </li>
  )
}

function ResultRow({ apiKey, result }: { apiKey: ApiKeyView; result: Revoked | undefined }) {
  const { organizationSlug } = useViewer()
  return (
    <li className="flex items-start justify-between gap-4 border-line border-b py-2 last:border-b-0">
      <span className="min-w-0 break-words">
        <TextLink look="plain" href={apiKeyHref(organizationSlug, apiKey.app, apiKey.id)}>
          {apiKey.name}
        </TextLink>
        {result?.done === false && <span className="block text-bad text-xs">{result.why}</span>}
      </span>
      {result && (
        <span className="flex shrink-0 items-center gap-1.5 text-xs">
          {result.done ? (
            <CircleCheck aria-hidden className="size-4 stroke-[1.75] text-good" />
          ) : (
            <CircleAlert aria-hidden className="size-4 stroke-[1.75] text-bad" />
          )}
          {result.done ? (result.seq === null ? words.wasRevoked : words.revoked) : words.notRevoked}
        </span>
      )}
    </li>
  )
}
