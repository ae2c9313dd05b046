'use client'

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, usePress } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import type { HeldKeyView, RevealSecretInput } from '@/lib/contract/secrets'
import type { SecretId } from '@/lib/core/identifiers'
import { commonWords } from '@/words/common'
import { secretsWords } from '@/words/secrets'
import { isDead } from './held-key'

export type RevealSecret = Act<z.input<typeof RevealSecretInput>, { readonly value: string; readonly version: number }>

/** One version of a secret, as somebody asks for its value. */
export interface AskedVersion {
  readonly id: SecretId
  readonly name: string
  readonly version: number
  readonly isCurrent: boolean
  readonly holds: HeldKeyView | null
}

const SHOWN_FOR_SECONDS = 30
const words = secretsWords.reveal

/** The value is asked for when someone presses, is hidden again after a while, and is gone when its dialog closes. */
export function useReveal(revealSecret: RevealSecret) {
  const toast = useToast()
  const { press, pending } = usePress()
  const [asking, setAsking] = useState<AskedVersion | null>(null)
  const [shown, setShown] = useState<AskedVersion | null>(null)
  const [value, setValue] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const finalFocus = useRef<HTMLElement | null>(null)
  const hide = useCallback(() => setValue(null), [])

  function ask(secret: AskedVersion) {
    if (pending) return
    setAsking(secret)
    const { id: secretId, version, isCurrent } = secret
    press(
      // Who asks for the secret gets what is in force now, not what was when the page was read.
      () => revealSecret(isCurrent ? { secretId } : { secretId, version }),
      (outcome) => {
        if (outcome.ok) {
          const { value: revealed, version: number } = outcome.value
          // Which key a version holds that came meanwhile isn't known here.
          setShown(number === version ? secret : { ...secret, version: number, holds: null })
          setValue(revealed)
          setOpen(true)
        } else toast({ title: words.refused(secret.name), description: outcome.message, tone: 'bad' })
      },
    )
  }

  return {
    begin(secret: AskedVersion, pressed: HTMLElement) {
      finalFocus.current = pressed
      ask(secret)
    },
    again: () => shown && ask(shown),
    hide,
    end() {
      setOpen(false)
      setValue(null)
    },
    open,
    shown,
    value,
    finalFocus,
    pending: pending ? asking : null,
  }
}

export type Reveal = ReturnType<typeof useReveal>

export const isRevealing = (reveal: Reveal, id: SecretId, version: number) =>
  reveal.pending?.id === id && reveal.pending.version === version

export function RevealDialog({ reveal }: { reveal: Reveal }) {
  if (!reveal.shown) return null
  const { name, version, isCurrent, holds } = reveal.shown
  return (
    <Dialog
      open={reveal.open}
      onOpenChange={(open) => !open && reveal.end()}
      title={words.title(name, version, isCurrent)}
      description={words.description(version)}
      size="medium"
      finalFocus={reveal.finalFocus}
    >
      <DialogBody>
        {reveal.open && <RevealedValue reveal={reveal} name={name} />}
        {holds && isDead(holds.status) && <Callout tone="warn">{secretsWords.holds.dead(holds.status)}</Callout>}
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.close}</DialogClose>
      </DialogFooter>
    </Dialog>
  )
}

/** The value while it may be seen, and afterwards the way to see it again. */
export function RevealedValue({ reveal, name }: { reveal: Reveal; name: string }) {
  return reveal.value === null ? (
    <HiddenAgain reveal={reveal} />
  ) : (
    <Shown key={reveal.value} value={reveal.value} name={name} onHide={reveal.hide} />
  )
}

function Shown({ value, name, onHide }: { value: string; name: string; onHide: () => void }) {
  const [secondsLeft, setSecondsLeft] = useState(SHOWN_FOR_SECONDS)
  useEffect(() => {
    // By the clock and not by counting ticks, which a browser leaves out in a page that nobody looks at.
    const end = Date.now() + SHOWN_FOR_SECONDS * 1_000
    const timer = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1_000)
      if (left > 0) setSecondsLeft(left)
      else onHide()
    }, 1_000)
    return () => clearInterval(timer)
  }, [onHide])

  return (
    <>
      <CodeBlock code={value} label={words.value(name)} className="[&_pre]:break-all" />
      <div className="-mt-2 flex flex-wrap items-center justify-between gap-2">
        <span className="flex items-center gap-2">
          <CopyButton value={value} label={words.copy} variant="primary" />
        </span>
        {/* Not announced every second: what matters is said once it is hidden. */}
        <span role="timer" aria-live="off" className="text-ink-2 text-xs tabular-nums">
          {words.hiddenIn(secondsLeft)}
        </span>
      </div>
    </>
  )
}

function HiddenAgain({ reveal }: { reveal: Reveal }) {
  const again = useRef<HTMLButtonElement>(null)
  // What had the focus may have gone with the value: it is here before the browser finds it missing.
  useLayoutEffect(() => again.current?.focus(), [])
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-md border border-line-strong bg-sunken px-3 py-2.5">
      <p role="status" className="text-ink-2">
        {words.hidden}
      </p>
      <Button ref={again} size="small" pending={reveal.pending !== null} onClick={reveal.again}>
        {words.again}
      </Button>
    </div>
  )
}
