'use client'

import { type RefObject, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Select } from '@/components/ui/select'
import type { AppView } from '@/lib/contract/apps'
import type { Service } from '@/lib/core/services'
import { SERVICE_WORDS } from '@/words/terms'

export type ChooseAppDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  service: Service
  /** Those that the viewer may create a key for. */
  apps: readonly AppView[]
  onChosen: (app: AppView) => void
  finalFocus: RefObject<HTMLElement | null>
}

/** A key opens one app, so on a service's panel the first question is which. */
export function ChooseAppDialog({ open, onOpenChange, service, apps, onChosen, finalFocus }: ChooseAppDialogProps) {
  const [wrong, setWrong] = useState<string | undefined>()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Create API key for ${SERVICE_WORDS[service].one}`}
      description="A key opens one app and nothing else."
      finalFocus={finalFocus}
    >
      <Form
        outcome={wrong}
        onSubmit={(event) => {
          event.preventDefault()
          const slug = new FormData(event.currentTarget).get('app')
          const app = apps.find((known) => known.slug === slug)
          setWrong(app ? undefined : 'Choose an app.')
          if (app) onChosen(app)
        }}
      >
        <DialogBody>
          <Field label="App" error={wrong}>
            <Select
              name="app"
              placeholder="Choose an app"
              options={apps.map((app) => ({ value: app.slug, label: `${app.name} · ${app.environment}` }))}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <DialogClose>Cancel</DialogClose>
          <Button type="submit" variant="primary">
            Continue
          </Button>
        </DialogFooter>
      </Form>
    </Dialog>
  )
}
