import { CircleCheck, CircleSlash, Hourglass, ShieldX, TriangleAlert } from 'lucide-react'
import { StatusBadge } from '@/components/ui/status-badge'
import type { GatewayInstanceView, GatewayView } from '@/lib/contract/gateways'

/** Whether a gateway is there at all. */
export function GatewayState({ gateway }: { gateway: GatewayView }) {
  if (gateway.retiredAt) {
    return (
      <StatusBadge tone="neutral" icon={CircleSlash}>
        Retired
      </StatusBadge>
    )
  }
  return gateway.heardOf ? (
    <StatusBadge tone="good" icon={CircleCheck}>
      Live
    </StatusBadge>
  ) : (
    <StatusBadge tone="warn" icon={TriangleAlert}>
      Silent
    </StatusBadge>
  )
}

/** What one process does with requests now. */
export function InstanceState({ instance, retired }: { instance: GatewayInstanceView; retired: boolean }) {
  if (instance.state === 'refusing') {
    return (
      <StatusBadge tone="neutral" icon={ShieldX}>
        Refuses everything
      </StatusBadge>
    )
  }
  if (retired) {
    return (
      <StatusBadge tone="warn" icon={Hourglass}>
        Serves until its lease ends
      </StatusBadge>
    )
  }
  switch (instance.state) {
    case 'serving':
      return (
        <StatusBadge tone="good" icon={CircleCheck}>
          Serving
        </StatusBadge>
      )
    case 'behind':
      return (
        <StatusBadge tone="info" icon={Hourglass}>
          Serving, catching up
        </StatusBadge>
      )
    case 'silent':
      return (
        <StatusBadge tone="bad" icon={TriangleAlert}>
          Silent, serves from memory
        </StatusBadge>
      )
  }
}
