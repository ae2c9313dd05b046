'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { usePress } from '@/components/submission'
import { Switch } from '@/components/ui/switch'
import { useToast } from '@/components/ui/toast'
import type { AppView } from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'
import { ProviderOffDialog, type SwitchProvider } from './provider-off-dialog'

const words = appsWords.providerSwitch

export type ProviderSwitchProps = { app: AppView; switchProvider: SwitchProvider }

/** On takes effect at once. Off stops every key of the app, so it asks first, and shows the receipt. */
export function ProviderSwitch({ app, switchProvider }: ProviderSwitchProps) {
  const router = useRouter()
  const toast = useToast()
  const { press, pending } = usePress()
  const [asking, setAsking] = useState(false)
  const control = useRef<HTMLInputElement>(null)

  const turnOn = () =>
    press(
      () => switchProvider({ appId: app.id, enabled: true }),
      (outcome) => {
        if (outcome.ok)
          toast({
            title: words.switchedOn,
            description: words.switchedOnDescription,
          })
        else toast({ title: words.notSwitched, description: outcome.message, tone: 'bad' })
        router.refresh()
      },
    )

  return (
    <>
      <Switch
        ref={control}
        label={words.label}
        description={app.providerEnabled ? words.isOn : words.isOff}
        checked={app.providerEnabled || pending}
        onCheckedChange={(on) => (on ? turnOn() : setAsking(true))}
        pending={pending}
      />
      <ProviderOffDialog
        open={asking}
        onOpenChange={setAsking}
        app={app}
        switchProvider={switchProvider}
        onSwitched={() => router.refresh()}
        finalFocus={control}
      />
    </>
  )
}
