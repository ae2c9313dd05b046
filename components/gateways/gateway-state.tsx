import { CircleCheck, CircleSlash, Hourglass, ShieldX, TriangleAlert } from 'lucide-react'
import { StatusBadge } from '@/components/ui/status-badge'
import type { GatewayInstanceView, GatewayView } from '@/lib/contract/gateways'
import { gatewaysWords } from '@/words/gateways'

const words = gatewaysWords.gatewayState

/** Whether a gateway is there at all. */
export function GatewayState({ gateway }: { gateway: GatewayView }) {
  if (gateway.retiredAt) {
    return (
      <StatusBadge tone="neutral" icon={CircleSlash}>
        {words.retired}
      </StatusBadge>
    )
  }
  return gateway.heardOf ? (
    <StatusBadge tone="good" icon={CircleCheck}>
      {words.live}
    </StatusBadge>
  ) : (
    <StatusBadge tone="warn" icon={TriangleAlert}>
      {words.silent}
    </StatusBadge>
  )
}

/** What one process does with requests now. */
export function InstanceState({ instance, retired }: { instance: GatewayInstanceView; retired: boolean }) {
  if (instance.state === 'refusing') {
    return (
      <StatusBadge tone="neutral" icon={ShieldX}>
        {words.refusesEverything}
      </StatusBadge>
    )
  }
  if (retired) {
    return (
      <StatusBadge tone="warn" icon={Hourglass}>
        {words.servesUntilLeaseEnds}
      </StatusBadge>
    )
  }
  switch (instance.state) {
    case 'serving':
      return (
        <StatusBadge tone="good" icon={CircleCheck}>
          {words.serving}
        </StatusBadge>
      )
    case 'behind':
      return (
        <StatusBadge tone="info" icon={Hourglass}>
          {words.servingCatchingUp}
        </StatusBadge>
      )
    case 'silent':
      return (
        <StatusBadge tone="bad" icon={TriangleAlert}>
          {words.silentServesFromMemory}
        </StatusBadge>
      )
  }
}
