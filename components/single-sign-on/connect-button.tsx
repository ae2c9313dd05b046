'use client'

import { useState } from 'react'
import { type Act, usePress } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'

export type ConnectButtonProps = {
  label: string
  connect: () => ReturnType<Act<void, { readonly url: string }>>
}

/** Leads to the provider, and back with the account connected. */
export function ConnectButton({ label, connect }: ConnectButtonProps) {
  const { press, pending } = usePress()
  const [wrong, setWrong] = useState<string | null>(null)
  const begin = () =>
    press(connect, (outcome) => {
      if (outcome.ok) window.location.assign(outcome.value.url)
      else setWrong(outcome.message)
    })
  return (
    <div className="flex flex-col gap-3">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      <Button variant="primary" className="w-full" pending={pending} onClick={begin}>
        {label}
      </Button>
    </div>
  )
}
