'use client'

import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { useLoaded } from '@/components/ui/use-loaded'
import type { CallableApp } from '@/lib/contract/callable-app'
import { appsWords } from '@/words/apps'
import type { GivenKey, TryAppDialogProps } from './try-app-dialog'

export type TryAppProps = { app: CallableApp; given?: GivenKey | undefined }

const load = async () => (await import('./try-app-dialog')).TryAppDialog

/** `Try it`, on an app's page and beside a key that was just made. */
export function TryApp({ app, given }: TryAppProps) {
  const [open, setOpen] = useState(false)
  const [TryAppDialog, want, prepare] = useLoaded<TryAppDialogProps>(load)
  const button = useRef<HTMLButtonElement>(null)

  async function show() {
    if (await want()) setOpen(true)
  }

  return (
    <>
      <Button ref={button} onClick={() => void show()} onPointerEnter={prepare} onFocus={prepare}>
        {appsWords.tryApp.tryIt}
      </Button>
      {TryAppDialog && <TryAppDialog open={open} onOpenChange={setOpen} app={app} given={given} finalFocus={button} />}
    </>
  )
}
