'use client'

import { type RefObject, useRef } from 'react'
import type { z } from 'zod'
import { IssuingDialog } from '@/components/issuing-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { CodeBlock } from '@/components/ui/code-block'
import { Field } from '@/components/ui/field'
import { ShownOnce } from '@/components/ui/shown-once'
import { TextInput } from '@/components/ui/text-input'
import type { RegisteredGatewayView, RegisterGatewayInput } from '@/lib/contract/gateways'
import { commonWords } from '@/words/common'
import { gatewaysWords } from '@/words/gateways'

const words = gatewaysWords.registerGatewayDialog

export type RegisterGateway = Act<z.input<typeof RegisterGatewayInput>, RegisteredGatewayView>

export type RegisterGatewayDialogProps = {
  open: boolean
  onClose: (registered: boolean) => void
  registerGateway: RegisterGateway
  finalFocus: RefObject<HTMLElement | null>
}

/** Names a gateway, and shows its token once. */
export function RegisterGatewayDialog({ open, onClose, registerGateway, finalFocus }: RegisterGatewayDialogProps) {
  const nameField = useRef<HTMLInputElement>(null)
  return (
    <IssuingDialog<RegisteredGatewayView>
      open={open}
      onOpenChange={(_, registered) => onClose(registered !== null)}
      size="medium"
      run={(fields) => registerGateway({ name: String(fields.get('name')) })}
      asking={{ title: words.registerGateway, description: words.introduction }}
      issued={({ name }) => ({ title: words.isRegistered(name), description: words.onlyTimeShown })}
      show={({ token }, close) => <GatewayToken token={token} onClose={close} />}
      emptied={(registered) => ({ ...registered, token: '' })}
      initialFocus={nameField}
      finalFocus={finalFocus}
      fields={['name']}
      submit={words.registerGateway}
    >
      {(outcome) => (
        <Field label={commonWords.name} description={words.nameDescription} error={wrongWith(outcome, 'name')}>
          <TextInput
            ref={nameField}
            name="name"
            autoComplete="off"
            spellCheck={false}
            placeholder={words.nameExample}
          />
        </Field>
      )}
    </IssuingDialog>
  )
}

function GatewayToken({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <ShownOnce value={token} words={words.shown} onClose={onClose}>
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium">{words.runIt}</h3>
        <p className="text-ink-2">{words.runItDescription}</p>
        <CodeBlock
          code={runCommands(window.location.origin)}
          label={commonWords.shellCommand}
          copyLabel={commonWords.copyShellCommand}
        />
      </div>
    </ShownOnce>
  )
}

/** The token is read from the keyboard, so that it stands in no command line and in no history of a shell. */
const runCommands = (portal: string) => `export AURA_PORTAL_URL=${portal}
read -rs AURA_GATEWAY_TOKEN && export AURA_GATEWAY_TOKEN
npm run gateway`
