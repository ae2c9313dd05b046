'use client'

import { CodeBlock } from '@/components/ui/code-block'
import { ShownOnce } from '@/components/ui/shown-once'
import { webhooksWords } from '@/words/webhooks'

const words = webhooksWords.secret

/** The signing secret, once, and what to verify with it. */
export function IssuedWebhookSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <ShownOnce value={secret} words={words.shown} onClose={onClose}>
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium">{words.verify}</h3>
        <p className="text-ink-2">{words.verifyDescription}</p>
        <CodeBlock code={VERIFY_EXAMPLE} label={words.nodeJs} copyLabel={words.copyExample} />
      </div>
    </ShownOnce>
  )
}

/** The body has to be the bytes that came, not JSON that was parsed and written again. */
const VERIFY_EXAMPLE = `import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.AURA_WEBHOOK_SECRET)
// Throws when the message is not genuine.
const message = webhook.verify(rawBody, request.headers)`
