'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { z } from 'zod'
import { doneWord } from '@/components/receipts/receipt-words'
import { StoppingDialog } from '@/components/receipts/stopping-dialog'
import type { Act } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Said } from '@/components/ui/said'
import { useToast } from '@/components/ui/toast'
import type { ApiKeyView, ChangeApiKeyLimitsInput } from '@/lib/contract/api-keys'
import { limitsWords as words } from '@/words/key-dialogs'
import { LIMITS_FIELDS, LimitsFields, readLimits } from './limits-fields'

export type ChangeLimits = Act<
  z.input<typeof ChangeApiKeyLimitsInput>,
  { readonly seq: number; readonly restricts: boolean }
>

export type ChangeLimitsDialogProps = { apiKey: ApiKeyView; changeLimits: ChangeLimits }

/** Sets how often and from where a key may be used, and shows each gateway take it over. */
export function ChangeLimitsDialog({ apiKey, changeLimits }: ChangeLimitsDialogProps) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  return (
    <StoppingDialog
      open={open}
      onOpenChange={setOpen}
      title={words.change}
      description={
        <Said as={words.changing(<strong className="font-semibold text-ink">{apiKey.name}</strong>, apiKey.app.name)} />
      }
      trigger={<Button size="small">{words.change}</Button>}
      fields={LIMITS_FIELDS}
      run={(fields) => changeLimits({ apiKeyId: apiKey.id, limits: readLimits(fields) })}
      onStopped={({ restricts }) => {
        router.refresh()
        if (restricts) return
        setOpen(false)
        toast({ title: words.lifted(apiKey.name) })
      }}
      receipt={{ done: doneWord('api_key.limits_changed'), waiting: words.saved, note: words.savedNote }}
      submit={words.save}
    >
      {(outcome) => <LimitsFields outcome={outcome} limits={apiKey.limits} />}
    </StoppingDialog>
  )
}
