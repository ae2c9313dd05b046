'use client'

import type { RefObject } from 'react'
import type { z } from 'zod'
import { doneWord } from '@/components/receipts/receipt-words'
import { StoppingDialog } from '@/components/receipts/stopping-dialog'
import type { Act } from '@/components/submission'
import { LastUse } from '@/components/usage/last-use'
import type { ApiKeyInput, ApiKeyView } from '@/lib/contract/api-keys'
import { stopWords as words } from '@/words/key-dialogs'
import { OfWhichKey } from './of-which-key'

export type DisableApiKey = Act<z.input<typeof ApiKeyInput>, { readonly seq: number }>

export type DisableApiKeyDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  apiKey: ApiKeyView
  /** RFC 3339: when the page was read. */
  now: string
  disableApiKey: DisableApiKey
  /** Called as soon as the key is disabled, while the dialog goes on to show the receipt. */
  onDisabled: (key: ApiKeyView) => void
  finalFocus: RefObject<HTMLElement | null>
}

/** Says what the key is used for, disables it, and then shows each gateway confirm it. */
export function DisableApiKeyDialog({ apiKey, now, disableApiKey, onDisabled, ...dialog }: DisableApiKeyDialogProps) {
  return (
    <StoppingDialog
      {...dialog}
      title={words.disableTitle}
      description={<OfWhichKey apiKey={apiKey} />}
      fields={[]}
      run={() => disableApiKey({ apiKeyId: apiKey.id })}
      onStopped={() => onDisabled(apiKey)}
      receipt={{ done: doneWord('api_key.disabled'), waiting: words.disabled, note: words.disabledNote }}
      submit={words.disable}
      danger
    >
      {() => (
        <>
          <p>{words.disableExplained}</p>
          <LastUse apiKey={apiKey} now={now} />
        </>
      )}
    </StoppingDialog>
  )
}
