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
      title={registered ? `${registered.name} is registered` : 'Register gateway'}
      description={
        registered
          ? 'This is the only time its token is shown.'
          : 'A name for it; then you get the token that its processes show.'
      }
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
        <Field label="Name" description="Such as the place where it runs." error={wrongWith(outcome, 'name')}>
          <TextInput ref={nameField} name="name" autoComplete="off" spellCheck={false} placeholder="fra-1" />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose>Cancel</DialogClose>
        <Button type="submit" variant="primary" pending={form.pending}>
          Register gateway
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
        <CodeBlock code={registered.token} label="Gateway token" />
        <div className="-mt-2 flex flex-wrap items-center gap-2">
          <CopyButton
            ref={copyButton}
            value={registered.token}
            label="Copy token"
            variant="primary"
            onCopied={() => setCopied(true)}
          />
        </div>
        <div className="flex flex-col gap-1.5">
          <h3 className="font-medium">Run it</h3>
          <p className="text-ink-2">
            In a checkout of the portal, on the machine where it shall run. Paste the token when it waits.
          </p>
          <CodeBlock code={runCommand(window.location.origin)} label="Shell command" copyLabel="Copy shell command" />
        </div>
        <Callout tone="warn">Whoever has this token can act as this gateway. Keep it in a secret store.</Callout>
      </DialogBody>
      <ShownOnceFooter
        copied={copied}
        onClose={onClose}
        title="Close without copying the token?"
        description="It can’t be shown again. Without it you would have to register another gateway and retire this one."
      />
    </>
  )
}

/** The token is read from the keyboard, so that it stands in no command line and in no history of a shell. */
const runCommand = (portal: string) => `export AURA_PORTAL_URL=${portal}
read -rs AURA_GATEWAY_TOKEN && export AURA_GATEWAY_TOKEN
npm run gateway`
