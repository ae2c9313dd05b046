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
import { Said } from '@/components/ui/said'
import { ShownOnceFooter } from '@/components/ui/shown-once-footer'
import { useToast } from '@/components/ui/toast'
import type {
  AppView,
  IssuedUpstreamSecretView,
  MakeUpstreamSecretInput,
  RemoveUpstreamSecretInput,
} from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'

const words = appsWords.upstreamSecret

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
        {madeAt ? <Said as={words.made(<Moment at={madeAt} />)} /> : words.none}
        <p className="text-ink-2 text-xs">
          <Said as={words.sentAs(<code className="font-mono">X-Aura-Gateway</code>)} />
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
      title={issued !== null ? words.shownTitle(app.name) : replacing ? words.replaceTitle : words.makeTitle}
      description={issued !== null ? words.onlyTimeShown : undefined}
      trigger={<Button size="small">{app.upstreamSecretMadeAt ? words.replace : words.make}</Button>}
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
              <Said as={words.makeDescription(app.name, <Header />)} />
            </p>
            {replacing && (
              <Callout tone="warn">
                <Said as={words.replaceDescription(<em>{words.replaceSecret}</em>)} />
              </Callout>
            )}
          </DialogBody>
          <DialogFooter>
            <DialogClose>{commonWords.cancel}</DialogClose>
            <Button type="submit" variant={replacing ? 'danger' : 'primary'} pending={form.pending}>
              {replacing ? words.replaceSecret : words.makeSecret}
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
        <CodeBlock code={secret} label={words.label} />
        <div className="-mt-2">
          <CopyButton
            ref={copyButton}
            value={secret}
            label={words.copySecret}
            variant="primary"
            onCopied={() => setCopied(true)}
          />
        </div>
        <div className="flex flex-col gap-1.5">
          <h3 className="font-medium">{words.inTheApp}</h3>
          <p className="text-ink-2">{words.howToCompare}</p>
          <CodeBlock code={CHECK_EXAMPLE} label={words.nodeJs} copyLabel={words.copyExample} />
        </div>
        <Callout tone="warn">{words.warning}</Callout>
      </DialogBody>
      <ShownOnceFooter
        copied={copied}
        onClose={onClose}
        title={words.closeTitle}
        description={words.closeDescription}
      />
    </>
  )
}

/** Both are hashed, since `timingSafeEqual` refuses texts of different lengths. */
const CHECK_EXAMPLE = `const hash = (text = '') =>
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
      title={words.removeTitle}
      trigger={
        <Button
          size="small"
          onClick={(event) => {
            afterwards.current = event.currentTarget
          }}
        >
          {words.remove}
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
      toast({ title: words.removed(app.name) })
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
          <Said as={words.removeDescription(<Header />, app.name)} />
        </p>
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="danger" pending={form.pending}>
          {words.removeSecret}
        </Button>
      </DialogFooter>
    </Form>
  )
}
