'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { Moment } from '@/components/accounts/moment'
import { type Act, useSubmission, useUnderWay, wrongAltogether } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { ShownOnceFooter } from '@/components/ui/shown-once-footer'
import { useToast } from '@/components/ui/toast'
import type {
  AppView,
  IssuedUpstreamSecretView,
  MakeUpstreamSecretInput,
  RemoveUpstreamSecretInput,
} from '@/lib/contract/apps'

export type MakeUpstreamSecret = Act<z.input<typeof MakeUpstreamSecretInput>, IssuedUpstreamSecretView>
export type RemoveUpstreamSecret = Act<z.input<typeof RemoveUpstreamSecretInput>, unknown>

export type UpstreamSecretProps = {
  app: AppView
  makeUpstreamSecret: MakeUpstreamSecret
  removeUpstreamSecret: RemoveUpstreamSecret
}

/** Whether the app can tell its gateway from whoever goes around it, and what makes it so. */
export function UpstreamSecret({ app, makeUpstreamSecret, removeUpstreamSecret }: UpstreamSecretProps) {
  const madeAt = app.upstreamSecretMadeAt
  return (
    <div className="flex flex-wrap items-start justify-between gap-2">
      <div className="min-w-0 flex-1">
        {madeAt ? (
          <>
            Made <Moment at={madeAt} />
          </>
        ) : (
          'None: the app can’t tell the gateway from others'
        )}
        <p className="text-ink-2 text-xs">
          Sent to the app as <code className="font-mono">X-Aura-Gateway</code>, so that it can refuse whoever goes
          around the gateway
        </p>
      </div>
      <span className="flex gap-1.5">
        <MakeDialog app={app} makeUpstreamSecret={makeUpstreamSecret} />
        {madeAt && <RemoveDialog app={app} removeUpstreamSecret={removeUpstreamSecret} />}
      </span>
    </div>
  )
}

const Header = () => <code className="font-mono text-xs">X-Aura-Gateway</code>

function MakeDialog({ app, makeUpstreamSecret }: Pick<UpstreamSecretProps, 'app' | 'makeUpstreamSecret'>) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [issued, setIssued] = useState<string | null>(null)
  const [busy, make] = useUnderWay(makeUpstreamSecret)
  // What it would replace, as it was when the dialog opened: one that was made meanwhile is then seen, not written over.
  const [replaces, setReplaces] = useState(app.upstreamSecretMadeAt)
  const replacing = replaces !== null
  const { outcome, ...form } = useSubmission(
    () => make({ appId: app.id, replaces }),
    ({ secret }) => setIssued(secret),
  )
  const wrong = wrongAltogether(outcome, [])

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (!next) return
        setIssued(null)
        setReplaces(app.upstreamSecretMadeAt)
      }}
      dismissible={issued === null && !busy}
      size="medium"
      title={
        issued !== null
          ? `Upstream secret of ${app.name}`
          : replacing
            ? 'Replace upstream secret'
            : 'Make upstream secret'
      }
      description={issued !== null ? 'This is the only time it is shown.' : undefined}
      trigger={<Button size="small">{app.upstreamSecretMadeAt ? 'Replace' : 'Make'}</Button>}
    >
      {issued !== null ? (
        <IssuedSecret
          secret={issued}
          onClose={() => {
            // The dialog fades, the secret is gone at once.
            setIssued('')
            setOpen(false)
            router.refresh()
          }}
        />
      ) : (
        <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
          <DialogBody>
            {wrong && (
              <Callout tone="bad" urgent>
                {wrong}
              </Callout>
            )}
            <p>
              The gateway will send it to {app.name} with every request, in the header <Header />. Let the app compare
              it and refuse every request without it: then nobody reaches the app by going around the gateway.
            </p>
            {replacing && (
              <Callout tone="warn">
                The old one is not sent any more from the moment that you press <em>Replace secret</em>. An app that
                asks for it refuses every request until it knows the new one.
              </Callout>
            )}
          </DialogBody>
          <DialogFooter>
            <DialogClose>Cancel</DialogClose>
            <Button type="submit" variant={replacing ? 'danger' : 'primary'} pending={form.pending}>
              {replacing ? 'Replace secret' : 'Make secret'}
            </Button>
          </DialogFooter>
        </Form>
      )}
    </Dialog>
  )
}

/** The secret, once. Whoever closes before it was copied is asked. */
function IssuedSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const copyButton = useRef<HTMLButtonElement>(null)
  useEffect(() => copyButton.current?.focus(), [])

  return (
    <>
      <DialogBody>
        <CodeBlock code={secret} label="Upstream secret" />
        <div className="-mt-2">
          <CopyButton
            ref={copyButton}
            value={secret}
            label="Copy secret"
            variant="primary"
            onCopied={() => setCopied(true)}
          />
        </div>
        <div className="flex flex-col gap-1.5">
          <h3 className="font-medium">In the app</h3>
          <p className="text-ink-2">
            Keep it where the app keeps its other secrets, and compare it in constant time before anything else. In
            Node.js:
          </p>
          <CodeBlock code={CHECK} label="Node.js" copyLabel="Copy Node.js example" />
        </div>
        <Callout tone="warn">Whoever has it can pass for the gateway. Never in code, chat or a ticket.</Callout>
      </DialogBody>
      <ShownOnceFooter
        copied={copied}
        onClose={onClose}
        title="Close without copying the secret?"
        description="It can’t be shown again. Without it you would have to replace it by another."
      />
    </>
  )
}

/** Both are hashed, since `timingSafeEqual` refuses texts of different lengths. */
const CHECK = `const hash = (text = '') =>
  createHash('sha256').update(text).digest()

const shown = hash(request.headers['x-aura-gateway'])
const secret = hash(process.env.AURA_UPSTREAM_SECRET)
if (!timingSafeEqual(shown, secret)) {
  return response.writeHead(403).end()
}`

function RemoveDialog({ app, removeUpstreamSecret }: Pick<UpstreamSecretProps, 'app' | 'removeUpstreamSecret'>) {
  const [open, setOpen] = useState(false)
  // The button goes with the secret; the page stays, so the focus goes to it.
  const afterwards = useRef<HTMLElement | null>(null)
  const [busy, remove] = useUnderWay(removeUpstreamSecret)
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      dismissible={!busy}
      title="Remove upstream secret"
      trigger={
        <Button
          size="small"
          onClick={(event) => {
            afterwards.current = event.currentTarget
          }}
        >
          Remove
        </Button>
      }
      finalFocus={afterwards}
    >
      <RemoveForm
        app={app}
        removeUpstreamSecret={remove}
        onRemoved={() => {
          afterwards.current = document.getElementById('content')
          setOpen(false)
        }}
      />
    </Dialog>
  )
}

function RemoveForm({
  app,
  removeUpstreamSecret,
  onRemoved,
}: Pick<UpstreamSecretProps, 'app' | 'removeUpstreamSecret'> & { onRemoved: () => void }): ReactNode {
  const router = useRouter()
  const toast = useToast()
  const { outcome, ...form } = useSubmission(
    () => removeUpstreamSecret({ appId: app.id }),
    () => {
      onRemoved()
      toast({ title: `${app.name} has no upstream secret now` })
      router.refresh()
    },
  )
  const wrong = wrongAltogether(outcome, [])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <p>
          The gateway stops sending <Header /> to {app.name} at once. An app that still asks for it refuses every
          request, so let it stop asking first.
        </p>
      </DialogBody>
      <DialogFooter>
        <DialogClose>Cancel</DialogClose>
        <Button type="submit" variant="danger" pending={form.pending}>
          Remove secret
        </Button>
      </DialogFooter>
    </Form>
  )
}
