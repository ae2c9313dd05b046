import { CircleCheck, CirclePause, CircleSlash, Hourglass, TriangleAlert } from 'lucide-react'
import { StatusBadge } from '@/components/ui/status-badge'
import type { WebhookView } from '@/lib/contract/webhooks'
import { judgeAnswer } from '@/lib/core/webhook-answer'
import type { WebhookLogState } from '@/lib/core/webhook-log'
import { webhooksWords } from '@/words/webhooks'

const words = webhooksWords.state

/** Whether messages are sent, and taken. */
export function WebhookState({ webhook: { disabled, last, waiting } }: { webhook: WebhookView }) {
  if (disabled) {
    return (
      <StatusBadge
        tone={disabled.cause === 'gone' ? 'bad' : 'neutral'}
        icon={disabled.cause === 'gone' ? CircleSlash : CirclePause}
      >
        {disabled.cause === 'gone' ? words.gone : words.disabled}
      </StatusBadge>
    )
  }
  return waiting > 0 && last && judgeAnswer(last.outcome) !== 'sent' ? (
    <StatusBadge tone="warn" icon={TriangleAlert}>
      {words.failing}
    </StatusBadge>
  ) : (
    <StatusBadge tone="good" icon={CircleCheck}>
      {words.enabled}
    </StatusBadge>
  )
}

const LOG_STATES = {
  pending: { tone: 'info', icon: Hourglass },
  held: { tone: 'neutral', icon: CirclePause },
  sent: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: TriangleAlert },
} as const

/** Where one message stands. */
export function DeliveryState({ state }: { state: WebhookLogState }) {
  const { tone, icon } = LOG_STATES[state]
  return (
    <StatusBadge tone={tone} icon={icon}>
      {webhooksWords.log.state[state]}
    </StatusBadge>
  )
}
