'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { z } from 'zod'
import { type Act, usePress } from '@/components/submission'
import { AlertDialog, AlertDialogClose } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { DialogFooter } from '@/components/ui/dialog'
import { Switch } from '@/components/ui/switch'
import { useToast } from '@/components/ui/toast'
import type { IdentityProviderView, SwitchSingleSignOnInput } from '@/lib/contract/identity-provider'
import { commonWords } from '@/words/common'
import { ssoWords } from '@/words/sso'

const words = ssoWords.switches

export type SwitchSingleSignOn = Act<z.input<typeof SwitchSingleSignOnInput>, { readonly endedSessions: number }>

export type ProviderSwitchesProps = { provider: IdentityProviderView; switchSingleSignOn: SwitchSingleSignOn }

interface Switched {
  readonly enabled: boolean
  readonly required: boolean
}

/** What lets people in takes effect at once; what shuts them out asks first. */
export function ProviderSwitches({ provider, switchSingleSignOn }: ProviderSwitchesProps) {
  const router = useRouter()
  const toast = useToast()
  const { press, pending } = usePress()
  const [asking, setAsking] = useState<'off' | 'only' | null>(null)
  const [wanted, setWanted] = useState<Switched | null>(null)
  // While it is under way, each shows where it will be.
  const { enabled, required }: Switched = (pending && wanted) || provider

  function change(to: Switched, title: string) {
    setWanted(to)
    press(
      () => switchSingleSignOn(to),
      (outcome) => {
        setAsking(null)
        if (!outcome.ok) toast({ title: words.notSwitched, description: outcome.message, tone: 'bad' })
        else {
          const { endedSessions } = outcome.value
          toast({ title, ...(endedSessions > 0 ? { description: words.ended(endedSessions) } : {}) })
        }
        router.refresh()
      },
    )
  }

  return (
    <div className="flex flex-col gap-4">
      <Switch
        label={words.on}
        description={words.onDescription}
        checked={enabled}
        pending={pending}
        onCheckedChange={(on) => (on ? change({ enabled: true, required: false }, words.switchedOn) : setAsking('off'))}
      />
      <Switch
        label={words.only}
        description={words.onlyDescription}
        checked={required}
        disabled={!enabled}
        pending={pending}
        onCheckedChange={(on) => (on ? setAsking('only') : change({ enabled, required: false }, words.notRequired))}
      />
      <AlertDialog
        open={asking === 'off'}
        onOpenChange={(open) => !open && setAsking(null)}
        title={words.offTitle}
        description={words.offDescription}
      >
        <DialogFooter>
          <AlertDialogClose>{commonWords.cancel}</AlertDialogClose>
          <Button
            variant="danger"
            pending={pending}
            onClick={() => change({ enabled: false, required: false }, words.switchedOff)}
          >
            {words.switchOff}
          </Button>
        </DialogFooter>
      </AlertDialog>
      <AlertDialog
        open={asking === 'only'}
        onOpenChange={(open) => !open && setAsking(null)}
        title={words.onlyTitle}
        description={words.onlyQuestion(provider.members - provider.connected)}
      >
        <DialogFooter>
          <AlertDialogClose>{commonWords.cancel}</AlertDialogClose>
          <Button
            variant="primary"
            pending={pending}
            onClick={() => change({ enabled: true, required: true }, words.required)}
          >
            {words.requireIt}
          </Button>
        </DialogFooter>
      </AlertDialog>
    </div>
  )
}
