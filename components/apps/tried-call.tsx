'use client'

import { CircleCheck, CircleDashed, CircleHelp, CircleX, type LucideIcon, TriangleAlert } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { apiKeyHref, appHref } from '@/components/places'
import { Callout } from '@/components/ui/callout'
import { classNames } from '@/components/ui/class-names'
import { CodeBlock } from '@/components/ui/code-block'
import { Said } from '@/components/ui/said'
import { TextLink } from '@/components/ui/text-link'
import { type Tone, toneInk } from '@/components/ui/tone'
import type { AppView } from '@/lib/contract/apps'
import type { CallAnswer, TriedCallView } from '@/lib/contract/tried-call'
import { UNREACHED } from '@/lib/core/tried-call'
import { type ExplainedStep, explainVerdict, type StepOutcome, VERDICT_STEPS } from '@/lib/core/verdict-steps'
import { VERDICTS } from '@/lib/core/verdicts'
import { appsWords } from '@/words/apps'

export type TriedCallProps = { tried: TriedCallView; app: Pick<AppView, 'id'> }

/** What came of a call: the verdict first, then why, then the answer itself. */
export function TriedCall({ tried, app }: TriedCallProps) {
  const { answer, key } = tried
  const start = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is brought into sight, once.
  useEffect(() => {
    // Not returned: browsers are beginning to answer with a promise, and React would call it.
    start.current?.scrollIntoView({ block: 'nearest' })
  }, [tried])
  return (
    <div ref={start} className="flex scroll-mt-4 flex-col gap-5 border-line border-t pt-5">
      <div role="status">
        <Summary answer={answer} />
      </div>
      {answer.kind === 'answered' && answer.verdict !== null && (
        <Steps steps={explainVerdict(answer.verdict)} named={key} app={app} />
      )}
      {answer.kind === 'answered' && <Answer method={tried.method} url={tried.url} answer={answer} />}
    </div>
  )
}

function Summary({ answer }: { answer: CallAnswer }) {
  if (answer.kind === 'unreached') {
    const { title, advice } = UNREACHED[answer.reason]
    return (
      <Callout tone="bad" title={title}>
        {appsWords.triedCall.triedForMs(advice, answer.milliseconds)}
      </Callout>
    )
  }
  const { status, milliseconds, verdict, appProblem, requestId } = answer
  const took = `HTTP ${status} after ${milliseconds} ms`
  if (requestId === null) {
    return (
      <Callout tone="warn" title={appsWords.triedCall.notFromGateway(took)}>
        {appsWords.triedCall.somethingElseAnswers}
      </Callout>
    )
  }
  if (verdict === null) {
    return (
      <Callout tone="warn" title={appsWords.triedCall.notJudged(took)}>
        {appsWords.triedCall.couldNotTake}
      </Callout>
    )
  }
  if (verdict !== 'accepted') {
    return (
      <Callout tone="bad" title={`${VERDICTS[verdict].title}: ${took}`}>
        {VERDICTS[verdict].sentence}
      </Callout>
    )
  }
  return appProblem === null ? (
    <Callout tone="good" title={appsWords.triedCall.accepted(took)}>
      {appsWords.triedCall.acceptedDescription}
    </Callout>
  ) : (
    <Callout tone="warn" title={appsWords.triedCall.acceptedWithoutApp(took)}>
      {appsWords.triedCall.whoeverManages(appProblem)}
    </Callout>
  )
}

const OUTCOMES: Readonly<
  Record<StepOutcome, { readonly words: string; readonly icon: LucideIcon; readonly tone: Tone }>
> = {
  passed: { words: 'passed', icon: CircleCheck, tone: 'good' },
  failed: { words: 'failed', icon: CircleX, tone: 'bad' },
  not_reached: { words: appsWords.triedCall.notReached, icon: CircleDashed, tone: 'neutral' },
  untold: { words: appsWords.triedCall.notTold, icon: CircleHelp, tone: 'neutral' },
}

type StepsProps = { steps: readonly ExplainedStep[]; named: TriedCallView['key']; app: Pick<AppView, 'id'> }

function Steps({ steps, named, app }: StepsProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h3 id={id} className="font-medium">
        {appsWords.triedCall.steps}
      </h3>
      <ol className="flex flex-col gap-1">
        {steps.map(({ step, outcome, advice }) => {
          const { words, icon: Icon, tone } = OUTCOMES[outcome]
          return (
            <li key={step} className="flex gap-2.5">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${toneInk[tone]}`} />
              <div className="min-w-0 grow">
                <p
                  className={classNames(
                    'flex items-baseline justify-between gap-3',
                    outcome === 'failed' && 'font-medium',
                    outcome === 'not_reached' && 'text-ink-2',
                  )}
                >
                  <span>{VERDICT_STEPS[step]}</span> <span className="shrink-0 text-ink-2 text-xs">{words}</span>
                </p>
                {advice && (
                  <p className="mt-0.5 mb-1 text-ink-2">
                    {advice} <WhereToGo named={named} app={app} />
                  </p>
                )}
              </div>
            </li>
          )
        })}
      </ol>
      {named && (
        <p className="text-ink-2">
          <Said as={appsWords.triedCall.sentWith(<KeyLink named={named} />)} />
        </p>
      )}
    </section>
  )
}

/** To the app that a key is for, when it was shown to another. */
function WhereToGo({ named, app }: Pick<StepsProps, 'named' | 'app'>) {
  const { organizationSlug } = useViewer()
  if (!named || named.app.id === app.id) return null
  return <TextLink href={appHref(organizationSlug, named.app)}>{appsWords.triedCall.keyOf(named.app.name)}</TextLink>
}

function KeyLink({ named }: { named: NonNullable<TriedCallView['key']> }) {
  const { organizationSlug } = useViewer()
  return (
    <Said
      as={appsWords.triedCall.keyOfApp(
        <TextLink href={apiKeyHref(organizationSlug, named.app, named.id)}>{named.name}</TextLink>,
        named.app.name,
      )}
    />
  )
}

type AnswerProps = Pick<TriedCallView, 'method' | 'url'> & { answer: Extract<CallAnswer, { kind: 'answered' }> }

function Answer({ method, url, answer: { requestId, headers, body, cut } }: AnswerProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h3 id={id} className="font-medium">
        {appsWords.triedCall.answer}
      </h3>
      <p className="break-all text-ink-2 text-xs">
        <span className="font-mono">
          {method} {url}
        </span>
        {requestId && <Said as={appsWords.triedCall.request(<span className="font-mono">{requestId}</span>)} />}
      </p>
      {body === null ? (
        <p className="text-ink-2">{appsWords.triedCall.notText}</p>
      ) : body === '' ? (
        <p className="text-ink-2">{appsWords.triedCall.noBody}</p>
      ) : (
        <CodeBlock code={body} label={appsWords.triedCall.body} className="max-h-60 overflow-y-auto" tabIndex={0} />
      )}
      {cut && (
        <p className="flex items-center gap-1.5 text-ink-2 text-xs">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
          {appsWords.triedCall.cut}
        </p>
      )}
      <details>
        <summary className="inline-flex min-h-6 items-center rounded-sm text-ink-2 underline decoration-line-control underline-offset-2 hover:text-ink hover:decoration-current coarse:min-h-11">
          {appsWords.triedCall.headers(headers.length)}
        </summary>
        <dl className="mt-2 grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 gap-y-1 font-mono text-xs">
          {headers.map(([name, value], index) => (
            <div key={index} className="contents">
              <dt className="break-words text-ink-2">{name}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  )
}
