'use client'

import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { useLoaded } from '@/components/ui/use-loaded'
import type { CallableApp } from '@/lib/contract/callable-app'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'
import type { GivenKey, TryAppDialogProps } from './try-app-dialog'

export type TryAppProps = { app: CallableApp; given?: GivenKey | undefined }

const load = async () => (await import('./try-app-dialog')).TryAppDialog

/** `Try it`, on an app's page and beside a key that was just made. */
export function TryApp({ app, given }: TryAppProps) {
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [TryAppDialog, want] = useLoaded<TryAppDialogProps>(load)
  const button = useRef<HTMLButtonElement>(null)

  async function show() {
    if (await want()) setOpen(true)
    else toast({ title: commonWords.notLoaded, description: commonWords.notLoadedDetail, tone: 'bad' })
  }

  return (
    <>
      <Button ref={button} onClick={() => void show()}>
        {appsWords.tryApp.tryIt}
      </Button>
      {TryAppDialog && <TryAppDialog open={open} onOpenChange={setOpen} app={app} given={given} finalFocus={button} />}
    </>
  )
}
