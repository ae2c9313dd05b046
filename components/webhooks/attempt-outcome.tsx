import type { AttemptOutcome } from '@/lib/contract/webhooks'
import { adviceOn, judgeAnswer, UNANSWERED } from '@/lib/core/webhook-answer'
import { webhooksWords } from '@/words/webhooks'

/** "Answered 200", "No answer" */
export function OutcomeWords({ outcome }: { outcome: AttemptOutcome }) {
  const said =
    outcome.kind === 'answered' ? webhooksWords.outcome.status(outcome.status) : webhooksWords.outcome.unanswered
  return <span className={judgeAnswer(outcome) === 'sent' ? undefined : 'font-medium text-bad'}>{said}</span>
}

/** What was wrong, in plain words; null for what needs none. */
export function adviceFor(outcome: AttemptOutcome): string | null {
  return outcome.kind === 'answered' ? adviceOn(outcome.status) : UNANSWERED[outcome.reason]
}
