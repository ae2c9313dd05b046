'use client'

import { useEffect, useRef, useState } from 'react'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { DialogBody } from '@/components/ui/dialog'
import { ShownOnceFooter } from '@/components/ui/shown-once-footer'
import { webhooksWords } from '@/words/webhooks'

const words = webhooksWords.secret

/** The signing secret, once. Whoever closes before it was copied is asked. */
export function IssuedWebhookSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const copyButton = useRef<HTMLButtonElement>(null)
  // The form that had the focus is gone.
  useEffect(() => copyButton.current?.focus(), [])

  return (
    <>
      <DialogBody>
        <CodeBlock code={secret} label={words.label} />
        <div className="-mt-2">
          <CopyButton
            ref={copyButton}
            value={secret}
            label={words.copy}
            variant="primary"
            onCopied={() => setCopied(true)}
          />
        </div>
        <div className="flex flex-col gap-1.5">
          <h3 className="font-medium">{words.verify}</h3>
          <p className="text-ink-2">{words.verifyDescription}</p>
          <CodeBlock code={VERIFY_EXAMPLE} label={words.nodeJs} copyLabel={words.copyExample} />
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

/** The body has to be the bytes that came, not JSON that was parsed and written again. */
const VERIFY_EXAMPLE = `import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.AURA_WEBHOOK_SECRET)
// Throws when the message is not genuine.
const message = webhook.verify(rawBody, request.headers)`
