'use client'

import { useRouter } from 'next/navigation'
import { type Act, useSubmission, wrongAltogether } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Form } from '@/components/ui/form'
import { useToast } from '@/components/ui/toast'
import type { OwnMailsView } from '@/lib/contract/notifications'
import type { HappeningKind } from '@/lib/core/happenings'
import { notificationsWords } from '@/words/notifications'

const words = notificationsWords.page

export type OwnMailsProps = { view: OwnMailsView; choose: Act<{ mails: HappeningKind[] }, unknown> }

/** Which of what one is told of comes as a mail, too. */
export function OwnMails({ view, choose }: OwnMailsProps) {
  const toast = useToast()
  const router = useRouter()
  const { action, onSubmit, outcome } = useSubmission(
    (form) => choose({ mails: form.getAll('mails') as HappeningKind[] }),
    () => {
      toast({ title: words.saved })
      router.refresh()
    },
  )
  const wrong = wrongAltogether(outcome, [])
  return (
    <section id="mails" aria-labelledby="mails-title" className="flex scroll-mt-20 flex-col gap-3">
      <h2 id="mails-title" className="font-semibold text-base">
        {words.mails}
      </h2>
      <p className="max-w-prose text-ink-2">{words.mailsDescription}</p>
      {!view.sendsMail && <Callout tone="neutral">{words.mailsNotSetUp}</Callout>}
      <Form action={action} onSubmit={onSubmit} outcome={outcome} className="flex flex-col items-start gap-3">
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        {view.mails.map(({ kind, isWanted, isSentAtAll }) => (
          <Checkbox
            key={kind}
            name="mails"
            value={kind}
            defaultChecked={isWanted}
            label={notificationsWords.kinds[kind]}
            {...(isSentAtAll ? {} : { description: words.switchedOff })}
          />
        ))}
        <Button type="submit" className="mt-1">
          {words.save}
        </Button>
      </Form>
    </section>
  )
}
