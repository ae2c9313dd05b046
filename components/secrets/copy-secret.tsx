'use client'

import { Copy } from 'lucide-react'
import { usePress } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { copyText } from '@/components/ui/copy-text'
import { IconButton } from '@/components/ui/icon-button'
import { useToast } from '@/components/ui/toast'
import { secretsWords } from '@/words/secrets'
import type { AskedVersion, RevealSecret } from './reveal-dialog'

const words = secretsWords.copy

export type CopySecretProps = {
  secret: Pick<AskedVersion, 'id' | 'name' | 'version' | 'isCurrent'>
  revealSecret: RevealSecret
  /** Names the button where it is an icon. */
  label: string
  look?: 'icon' | 'button'
}

/** From the portal to the clipboard, without standing on the screen. It is a reading like any other, and written down as one. */
export function CopySecret({ secret, revealSecret, label, look = 'icon' }: CopySecretProps) {
  const toast = useToast()
  const { press, pending } = usePress()

  function copy(near: HTMLElement) {
    press(
      async () => {
        const { id: secretId, version, isCurrent } = secret
        const answer = await revealSecret(isCurrent ? { secretId } : { secretId, version })
        return answer.ok ? { ok: true, value: await copyText(answer.value.value, near) } : answer
      },
      (outcome) => {
        if (!outcome.ok) toast({ title: words.failed, description: outcome.message, tone: 'bad' })
        else if (!outcome.value) toast({ title: words.failed, description: words.failedDetail, tone: 'bad' })
        else toast({ title: words.done(secret.name), description: words.doneDetail })
      },
    )
  }

  return look === 'icon' ? (
    <IconButton
      label={label}
      pending={pending}
      onClick={(event) => copy(event.currentTarget.parentElement ?? document.body)}
    >
      <Copy aria-hidden />
    </IconButton>
  ) : (
    <Button
      aria-label={label}
      pending={pending}
      onClick={(event) => copy(event.currentTarget.parentElement ?? document.body)}
    >
      <Copy aria-hidden />
      {words.action}
    </Button>
  )
}
