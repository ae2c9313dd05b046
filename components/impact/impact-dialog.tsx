'use client'

import { type FormEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { doneWord } from '@/components/receipts/receipt-words'
import { StoppedView } from '@/components/receipts/stopped-view'
import { useStop } from '@/components/receipts/use-stop'
import { useUnderWay, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog, DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { useToast } from '@/components/ui/toast'
import type { ActionState } from '@/lib/contract/action-state'
import type { ImpactView } from '@/lib/contract/impact'
import type { EventType } from '@/lib/core/events'
import type { ImpactAction } from '@/lib/core/impact'
import { commonWords } from '@/words/common'
import { impactWords as words } from '@/words/impact'
import { ROLE_WORDS } from '@/words/terms'
import {
  type Choices,
  type Decision,
  decisionOf,
  differenceOf,
  isOfferedToNobody,
  NOTHING_CHOSEN,
  type Outcome,
  outcomeOf,
  stillPossible,
} from './impact-choices'
import { ImpactShown } from './impact-shown'
import { ImpactSkeleton } from './impact-skeleton'
import { useImpact } from './use-impact'

/** What was decided in the dialog: what becomes of which key, and what was typed to confirm it. */
export interface Decided {
  readonly impact: Decision
  readonly confirmation: string
}

export type ImpactDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What is about to be done, */
  action: ImpactAction
  /** and to whom or what. */
  name: string
  /** How many live keys the page behind knows of, so that as much place is held until they are read. */
  expected?: number | undefined
  perform: (decided: Decided) => Promise<ActionState<{ readonly seq: number }>>
  /** Called as soon as it is done, while the dialog goes on to show the receipt. */
  onDone: () => void
  finalFocus: RefObject<HTMLElement | null>
}

/** The event whose receipt is shown. */
const EVENTS: Readonly<Record<ImpactAction['kind'], EventType>> = {
  remove_member: 'member.removed',
  suspend_member: 'member.suspended',
  change_role: 'member.role_changed',
  delete_app: 'app.deleted',
  switch_provider_off: 'app.provider_disabled',
}

/**
 * Before something or somebody goes: which live keys stop, how busy they are and who holds them, what may become of each, and then each
 * gateway's confirmation. Facts that change meanwhile are told, and nothing is done.
 */
export function ImpactDialog({ open, onOpenChange, perform, finalFocus, ...deciding }: ImpactDialogProps) {
  const { action, name, expected } = deciding
  const [busy, act] = useUnderWay(perform)
  const [begun, setBegun] = useState(false)
  const [concerned, setConcerned] = useState(expected)
  const body = useRef<HTMLDivElement>(null)
  const { title, description } = words.actions[action.kind]
  const role = roleOf(action)
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setBegun(false)
        onOpenChange(next)
      }}
      size={concerned === 0 ? 'small' : 'large'}
      dismissible={!begun && !busy}
      title={title(name, role)}
      description={description(name, role)}
      initialFocus={body}
      finalFocus={finalFocus}
    >
      <Deciding
        {...deciding}
        perform={act}
        body={body}
        onConcerned={setConcerned}
        onBegun={setBegun}
        onClose={() => onOpenChange(false)}
      />
    </Dialog>
  )
}

const roleOf = (action: ImpactAction) => (action.kind === 'change_role' ? ROLE_WORDS[action.role] : '')

type DecidingProps = Pick<ImpactDialogProps, 'action' | 'name' | 'expected' | 'perform' | 'onDone'> & {
  body: RefObject<HTMLDivElement | null>
  onConcerned: (keys: number) => void
  /** Something was chosen or typed that closing by accident would lose, or is no more. */
  onBegun: (begun: boolean) => void
  onClose: () => void
}

/** Apart from its dialog, so that each opening begins anew. */
function Deciding({
  action: asked,
  name: calledAtFirst,
  expected,
  perform,
  body,
  onDone,
  onConcerned,
  onBegun,
  onClose,
}: DecidingProps) {
  // As they were when it was asked: the page behind the dialog moves on.
  const [{ action, name }] = useState({ action: asked, name: calledAtFirst })
  const toast = useToast()
  const { preview, ask, again } = useImpact(action)
  const [chosen, setChosen] = useState<Choices>(NOTHING_CHOSEN)
  const [typed, setTyped] = useState('')
  const [agreed, setAgreed] = useState(false)
  /** The preview that was confirmed and was out of date. */
  const [outdated, setOutdated] = useState<ImpactView | null>(null)
  /** A new object for each time that somebody tried to go on without having said whom a key is offered to. */
  const [incomplete, setIncomplete] = useState<object | null>(null)

  const notice = useRef<HTMLDivElement>(null)

  const view = preview.state === 'shown' ? preview.view : null
  const choices = useMemo(() => (view ? stillPossible(chosen, view) : chosen), [chosen, view])
  const difference = useMemo(() => (view && outdated ? differenceOf(outdated, view) : null), [outdated, view])
  const actionWords = words.actions[action.kind]
  const isTyped = action.kind === 'delete_app'

  const choose = useCallback(
    (change: (choices: Choices) => Choices) => {
      setChosen((now) => change(view ? stillPossible(now, view) : now))
      onBegun(true)
    },
    [view, onBegun],
  )

  const { outcome, stopped, receipt, ...form } = useStop(
    async () => {
      if (!view) throw new Error('Nothing can be confirmed before it was shown.')
      const answer = await perform({ impact: decisionOf(view, choices), confirmation: typed })
      if (!answer.ok && answer.code === 'impact_changed') {
        setOutdated(view)
        setAgreed(false)
        await ask()
      }
      return answer
    },
    () => {
      onBegun(false)
      onDone()
      if (!view || isSilent(action, view)) {
        toast({ title: actionWords.done(name, roleOf(action)) })
        onClose()
      }
    },
  )
  const hasChanged = outcome?.ok === false && outcome.code === 'impact_changed'
  const wrong = hasChanged ? undefined : wrongAltogether(outcome, ['confirmation'])

  useEffect(() => {
    if (view) onConcerned(view.total)
  }, [view, onConcerned])

  useEffect(() => {
    if (outcome?.ok === false) notice.current?.scrollIntoView({ block: 'nearest' })
  }, [outcome])

  if (stopped && view && !isSilent(action, view)) {
    return (
      <StoppedView
        stopped={stopped}
        receipt={receipt}
        done={doneWord(EVENTS[action.kind])}
        waiting={actionWords.waiting}
        note={`${view.total > 0 ? outcomeSentence(action, outcomeOf(view, choices)) : actionWords.nothing(name)} ${words.receiptStays}`}
      />
    )
  }

  const isAgreed = isTyped ? typed.normalize('NFC').trim() === name : agreed || view?.total === 0
  return (
    <Form
      action={form.action}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        if (!view || isOfferedToNobody(view, choices)) {
          event.preventDefault()
          setIncomplete({})
          return
        }
        setIncomplete(null)
        form.onSubmit(event)
      }}
      onInput={() => onBegun(true)}
      outcome={incomplete ?? outcome}
    >
      {/* What is confirmed stays in sight while the keys scroll; on a screen too low for both, all of it scrolls. */}
      <div className="flex min-h-0 flex-1 not-tall:overflow-y-auto flex-col md:flex-initial">
        <DialogBody
          ref={body}
          role="group"
          aria-label={words.body}
          tabIndex={0}
          aria-busy={preview.state === 'asking' || undefined}
          className="not-tall:flex-none not-tall:overflow-visible -outline-offset-2"
        >
          {(wrong || hasChanged) && (
            <div ref={notice}>
              {wrong ? (
                <Callout tone="bad" urgent>
                  {wrong}
                </Callout>
              ) : (
                <Callout tone="warn" urgent title={words.changed}>
                  {difference &&
                    words.changedDetail(
                      difference.added.size,
                      difference.changed.size,
                      difference.gone.map((key) => key.name),
                    )}
                </Callout>
              )}
            </div>
          )}
          {preview.state === 'asking' && <ImpactSkeleton rows={expected} />}
          {preview.state === 'failed' && (
            <ErrorState title={words.notRead} detail={preview.why} onRetry={again} className="py-6" />
          )}
          {view && (
            <ImpactShown
              action={action}
              name={name}
              view={view}
              choices={choices}
              difference={difference}
              incomplete={incomplete !== null}
              onChoose={choose}
            />
          )}
        </DialogBody>
        {view && (isTyped || view.total > 0) && (
          <div className="flex shrink-0 flex-col gap-3 border-line border-t px-4 py-3.5 md:px-6">
            {view.total > 0 && <p className="font-medium">{outcomeSentence(action, outcomeOf(view, choices))}</p>}
            {isTyped ? (
              <Field label={words.typeToConfirm(name)} error={wrongWith(outcome, 'confirmation')}>
                <TextInput
                  name="confirmation"
                  autoComplete="off"
                  spellCheck={false}
                  value={typed}
                  onChange={(event) => setTyped(event.currentTarget.value)}
                />
              </Field>
            ) : (
              <Checkbox
                name="agreed"
                label={outcomeOf(view, choices).goingOn > 0 ? words.agreementWithCountdown : words.agreement}
                checked={agreed}
                onChange={(event) => setAgreed(event.currentTarget.checked)}
              />
            )}
          </div>
        )}
      </div>
      <DialogFooter>
        <DialogClose>{commonWords.cancel}</DialogClose>
        <Button type="submit" variant="danger" disabled={!view || !isAgreed} pending={form.pending}>
          {actionWords.submit}
        </Button>
      </DialogFooter>
    </Form>
  )
}

/** A member who answered for no live key leaves without a word to any gateway, so there is nothing to wait for. */
const isSilent = ({ kind }: ImpactAction, { total }: ImpactView) =>
  total === 0 && kind !== 'delete_app' && kind !== 'switch_provider_off'

function outcomeSentence({ kind }: ImpactAction, { orphaned, revoked, offered, goingOn }: Outcome): string {
  return words.outcome([
    ...(orphaned > 0 ? [words.actions[kind].leftOutcome(orphaned)] : []),
    ...(offered > 0 ? [words.offeredOutcome(offered, goingOn)] : []),
    ...(revoked > 0 ? [words.revokedOutcome(revoked)] : []),
  ])
}
