'use client'

import { useEffect, useRef, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { DialogBody } from '@/components/ui/dialog'
import { formatMoment } from '@/components/ui/moment'
import { ShownOnceFooter } from '@/components/ui/shown-once-footer'
import type { SentInvitationView } from '@/lib/contract/members'
import { membersWords } from '@/words/members'

const words = membersWords.inviteDialog

/** The link, once: it is known to nobody afterwards but to whom it is given. */
export function SentInvitation({ sent, onClose }: { sent: SentInvitationView; onClose: () => void }) {
  const { timeZone } = useViewer()
  const [copied, setCopied] = useState(false)
  const copyButton = useRef<HTMLButtonElement>(null)
  useEffect(() => copyButton.current?.focus(), [])
  return (
    <>
      <DialogBody>
        <CodeBlock code={sent.url} label={words.link} />
        <div className="-mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
          <CopyButton
            ref={copyButton}
            value={sent.url}
            label={words.copy}
            variant="primary"
            onCopied={() => setCopied(true)}
          />
          <p className="text-ink-2 text-xs">{words.until(formatMoment(sent.expiresAt, timeZone))}</p>
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
