'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { Moment } from '@/components/accounts/moment'
import { FormDialog } from '@/components/form-dialog'
import { IssuingDialog } from '@/components/issuing-dialog'
import type { Act } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { Said } from '@/components/ui/said'
import { ShownOnce } from '@/components/ui/shown-once'
import { useToast } from '@/components/ui/toast'
import type {
  AppView,
  IssuedUpstreamSecretView,
  MakeUpstreamSecretInput,
  RemoveUpstreamSecretInput,
} from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'

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
  // What it would replace, as it was when the dialog opened: one that was made meanwhile is then seen, not written over.
  const [replaces, setReplaces] = useState(app.upstreamSecretMadeAt)
  const replacing = replaces !== null
  return (
    <IssuingDialog
      open={open}
      onOpenChange={(next, issued) => {
        setOpen(next)
        if (next) setReplaces(app.upstreamSecretMadeAt)
        else if (issued) router.refresh()
      }}
      size="medium"
      asking={{ title: replacing ? words.replaceTitle : words.makeTitle }}
      issued={() => ({ title: words.shownTitle(app.name), description: words.onlyTimeShown })}
      show={({ secret }, close) => <IssuedSecret secret={secret} onClose={close} />}
      emptied={(issued) => ({ ...issued, secret: '' })}
      trigger={<Button size="small">{app.upstreamSecretMadeAt ? words.replace : words.make}</Button>}
      fields={[]}
      run={() => makeUpstreamSecret({ appId: app.id, replaces })}
      submit={replacing ? words.replaceSecret : words.makeSecret}
      danger={replacing}
    >
      {() => (
        <>
          <p>
            <Said as={words.makeDescription(app.name, <Header />)} />
          </p>
          {replacing && (
            <Callout tone="warn">
              <Said as={words.replaceDescription(<em>{words.replaceSecret}</em>)} />
            </Callout>
          )}
        </>
      )}
    </IssuingDialog>
  )
}

/** The secret, once, and how the app compares it. */
function IssuedSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <ShownOnce value={secret} words={words.shown} onClose={onClose}>
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium">{words.inTheApp}</h3>
        <p className="text-ink-2">{words.howToCompare}</p>
        <CodeBlock code={CHECK_EXAMPLE} label={words.nodeJs} copyLabel={words.copyExample} />
      </div>
    </ShownOnce>
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
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  // The button goes with the secret; the page stays, so the focus goes to it.
  const afterwards = useRef<HTMLElement | null>(null)
  return (
    <FormDialog
      open={open}
      onOpenChange={setOpen}
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
      fields={[]}
      run={() => removeUpstreamSecret({ appId: app.id })}
      onDone={() => {
        afterwards.current = document.getElementById('content')
        setOpen(false)
        toast({ title: words.removed(app.name) })
        router.refresh()
      }}
      submit={words.removeSecret}
      danger
    >
      {() => (
        <p>
          <Said as={words.removeDescription(<Header />, app.name)} />
        </p>
      )}
    </FormDialog>
  )
}
