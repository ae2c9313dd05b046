'use client'

import { useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, usePress } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import type { AttemptOutcome, WebhookInput, WebhookView } from '@/lib/contract/webhooks'
import { judgeAnswer } from '@/lib/core/webhook-answer'
import { commonWords } from '@/words/common'
import { webhooksWords } from '@/words/webhooks'
import { adviceFor } from './attempt-outcome'

const words = webhooksWords.ping

export type PingWebhook = Act<z.input<typeof WebhookInput>, AttemptOutcome>

/** Sends a message now, and shows what came back. */
export function PingWebhookButton({ webhook, pingWebhook }: { webhook: WebhookView; pingWebhook: PingWebhook }) {
  const toast = useToast()
  const { press, pending } = usePress()
  const [open, setOpen] = useState(false)
  const [outcome, setOutcome] = useState<AttemptOutcome | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const send = () =>
    press(
      () => pingWebhook({ webhookEndpointId: webhook.id }),
      (answer) => {
        if (!answer.ok) return toast({ title: words.notSent, description: answer.message, tone: 'bad' })
        setOutcome(answer.value)
        setOpen(true)
      },
    )
  return (
    <>
      <Button ref={button} pending={pending && !open} onClick={send}>
        {words.action}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={words.title}
        description={<span className="break-all font-mono text-xs">{webhook.url}</span>}
        finalFocus={button}
      >
        <DialogBody>
          {outcome && <PingOutcome outcome={outcome} />}
          <p className="text-ink-2 text-xs">{words.notInLog}</p>
        </DialogBody>
        <DialogFooter>
          <DialogClose>{commonWords.close}</DialogClose>
          <Button variant="primary" pending={pending} onClick={send}>
            {words.again}
          </Button>
        </DialogFooter>
      </Dialog>
    </>
  )
}

function PingOutcome({ outcome }: { outcome: AttemptOutcome }) {
  const taken = judgeAnswer(outcome) === 'sent'
  const advice = adviceFor(outcome)
  return (
    <>
      <div role="status">
        {outcome.kind === 'answered' ? (
          <Callout tone={taken ? 'good' : 'bad'} title={words.answered(outcome.status, outcome.milliseconds)}>
            {taken ? words.taken : (advice ?? words.notTaken)}
          </Callout>
        ) : (
          <Callout tone="bad" title={words.unanswered}>
            {advice} {words.after(outcome.milliseconds)}
          </Callout>
        )}
      </div>
      {outcome.kind === 'answered' && outcome.text && <CodeBlock code={outcome.text} label={words.answer} />}
    </>
  )
}
