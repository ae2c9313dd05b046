'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { ShownOnceFooter } from '@/components/ui/shown-once-footer'
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
  const [registered, setRegistered] = useState<RegisteredGatewayView | null>(null)
  const nameField = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose(false)
      }}
      dismissible={!registered}
      size="medium"
      title={registered ? words.isRegistered(registered.name) : words.registerGateway}
      description={registered ? words.onlyTimeShown : words.introduction}
      initialFocus={nameField}
      finalFocus={finalFocus}
    >
      {registered ? (
        <RegisteredGateway
          registered={registered}
          onClose={() => {
            setRegistered({ ...registered, token: '' })
            onClose(true)
          }}
        />
      ) : (
        <RegisterGatewayForm registerGateway={registerGateway} onRegistered={setRegistered} nameField={nameField} />
      )}
    </Dialog>
  )
}

type RegisterGatewayFormProps = {
  registerGateway: RegisterGateway
  onRegistered: (registered: RegisteredGatewayView) => void
  nameField: RefObject<HTMLInputElement | null>
}

function RegisterGatewayForm({ registerGateway, onRegistered, nameField }: RegisterGatewayFormProps) {
  const { outcome, ...form } = useSubmission(
    (fields) => registerGateway({ name: String(fields.get('name')) }),
    onRegistered,
  )
  const wrong = wrongAltogether(outcome, ['name'])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome}>
      <DialogBody>
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <Field label={commonWords.name} description={words.nameDescription} error={wrongWith(outcome, 'name')}>
          <TextInput
            ref={nameField}
            name="name"
            autoComplete="off"
            spellCheck={false}
            placeholder={words.nameExample}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          {words.registerGateway}
        </Button>
      </DialogFooter>
    </Form>
  )
}

function RegisteredGateway({ registered, onClose }: { registered: RegisteredGatewayView; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  const copyButton = useRef<HTMLButtonElement>(null)
  useEffect(() => copyButton.current?.focus(), [])

  return (
    <>
      <DialogBody>
        <CodeBlock code={registered.token} label={words.gatewayToken} />
        <div className="-mt-2 flex flex-wrap items-center gap-2">
          <CopyButton
            ref={copyButton}
            value={registered.token}
            label={words.copyToken}
            variant="primary"
            onCopied={() => setCopied(true)}
          />
        </div>
        <div className="flex flex-col gap-1.5">
          <h3 className="font-medium">{words.runIt}</h3>
          <p className="text-ink-2">{words.runItDescription}</p>
          <CodeBlock
            code={runCommands(window.location.origin)}
            label={commonWords.shellCommand}
            copyLabel={commonWords.copyShellCommand}
          />
        </div>
        <Callout tone="warn">{words.warning}</Callout>
      </DialogBody>
      <ShownOnceFooter
        copied={copied}
        onClose={onClose}
        title={words.closeTitle}
        description={words.closeDescription}
      />
    </>
  )
}

/** The token is read from the keyboard, so that it stands in no command line and in no history of a shell. */
const runCommands = (portal: string) => `export AURA_PORTAL_URL=${portal}
read -rs AURA_GATEWAY_TOKEN && export AURA_GATEWAY_TOKEN
npm run gateway`
