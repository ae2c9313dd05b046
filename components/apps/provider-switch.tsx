'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { z } from 'zod'
import { type Act, usePress } from '@/components/submission'
import { Switch } from '@/components/ui/switch'
import { useToast } from '@/components/ui/toast'
import type { AppView, SwitchProviderInput } from '@/lib/contract/apps'

export type SwitchProvider = Act<z.input<typeof SwitchProviderInput>, unknown>

export type ProviderSwitchProps = { app: AppView; switchProvider: SwitchProvider }

/** Off takes effect at once, on all keys of the app; the message that tells of it offers to take it back. */
export function ProviderSwitch({ app, switchProvider }: ProviderSwitchProps) {
  const router = useRouter()
  const toast = useToast()
  const { press, pending } = usePress()
  const [asked, setAsked] = useState(app.providerEnabled)
  const enabled = pending ? asked : app.providerEnabled

  function turn(on: boolean) {
    setAsked(on)
    press(
      () => switchProvider({ appId: app.id, enabled: on }),
      (outcome) => {
        if (!outcome.ok)
          toast({ title: 'The API-key provider was not switched', description: outcome.message, tone: 'bad' })
        else if (on) toast({ title: 'API-key provider is on', description: 'Keys of this app are accepted again.' })
        else {
          toast({
            title: 'API-key provider is off',
            description: 'No key of this app is accepted, and none can be created.',
            action: { label: 'Undo', onPress: () => turn(true) },
          })
        }
        router.refresh()
      },
    )
  }

  return (
    <Switch
      label="API-key provider"
      description={
        enabled
          ? 'Keys open this app. Off, none is accepted and none can be created.'
          : 'No key is accepted and none can be created. On again, all come back.'
      }
      checked={enabled}
      onCheckedChange={turn}
      pending={pending}
    />
  )
}
