'use client'

import { type RefObject, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Select } from '@/components/ui/select'
import type { AppView } from '@/lib/contract/apps'
import type { Service } from '@/lib/core/services'
import { ENVIRONMENT_WORDS } from '@/words/api-keys'
import { chooseAppWords as words } from '@/words/key-dialogs'
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
      title={words.title(SERVICE_WORDS[service].one)}
      description={words.description}
      finalFocus={finalFocus}
    >
      <Form
        outcome={wrong}
        onSubmit={(event) => {
          event.preventDefault()
          const slug = new FormData(event.currentTarget).get('app')
          const app = apps.find((known) => known.slug === slug)
          setWrong(app ? undefined : words.notChosen)
          if (app) onChosen(app)
        }}
      >
        <DialogBody>
          <Field label={words.app} error={wrong}>
            <Select
              name="app"
              placeholder={words.choose}
              options={apps.map((app) => ({
                value: app.slug,
                label: words.option(app.name, ENVIRONMENT_WORDS[app.environment]),
              }))}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <DialogClose>{words.cancel}</DialogClose>
          <Button type="submit" variant="primary">
            {words.submit}
          </Button>
        </DialogFooter>
      </Form>
    </Dialog>
  )
}
