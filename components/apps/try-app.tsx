'use client'

import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { CallableApp } from '@/lib/contract/callable-app'
import { appsWords } from '@/words/apps'
import { type GivenKey, TryAppDialog } from './try-app-dialog'

export type TryAppProps = { app: CallableApp; given?: GivenKey | undefined }

/** `Try it`, on an app's page and beside a key that was just made. */
export function TryApp({ app, given }: TryAppProps) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      <Button ref={button} onClick={() => setOpen(true)}>
        {appsWords.tryApp.tryIt}
      </Button>
      <TryAppDialog open={open} onOpenChange={setOpen} app={app} given={given} finalFocus={button} />
    </>
  )
}
