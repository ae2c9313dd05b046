'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { ImpactDialogProps } from '@/components/impact/impact-dialog'
import { type Act, usePress } from '@/components/submission'
import { Switch } from '@/components/ui/switch'
import { useToast } from '@/components/ui/toast'
import { useLoaded } from '@/components/ui/use-loaded'
import type { AppView, SwitchProviderInput } from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'

const words = appsWords.providerSwitch

export type SwitchProvider = Act<z.input<typeof SwitchProviderInput>, { readonly seq: number }>

export type ProviderSwitchProps = { app: AppView; switchProvider: SwitchProvider }

const loadImpact = async () => (await import('@/components/impact/impact-dialog')).ImpactDialog

/** On takes effect at once. Off stops every key of the app, so it asks first, and shows the receipt. */
export function ProviderSwitch({ app, switchProvider }: ProviderSwitchProps) {
  const router = useRouter()
  const toast = useToast()
  const { press, pending } = usePress()
  const [ImpactDialog, want] = useLoaded<ImpactDialogProps>(loadImpact)
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

  const ask = async () => setAsking(await want())

  return (
    <>
      <Switch
        ref={control}
        label={words.label}
        description={app.providerEnabled ? words.isOn : words.isOff}
        checked={app.providerEnabled || pending}
        onCheckedChange={(on) => (on ? turnOn() : void ask())}
        pending={pending}
      />
      {ImpactDialog && (
        <ImpactDialog
          open={asking}
          onOpenChange={setAsking}
          action={{ kind: 'switch_provider_off', appId: app.id }}
          name={app.name}
          expected={app.keys.active}
          perform={({ impact }) => switchProvider({ appId: app.id, enabled: false, impact })}
          onDone={() => router.refresh()}
          finalFocus={control}
        />
      )}
    </>
  )
}
