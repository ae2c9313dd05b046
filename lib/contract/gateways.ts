import { z } from 'zod'
import { givenName, idOf } from '@/lib/contract/fields'
import type { InstanceState } from '@/lib/core/gateway-state'
import type { GatewayId, GatewayInstanceId } from '@/lib/core/identifiers'

export const RegisterGatewayInput = z.object({ name: givenName('a name for the gateway') })
export const RetireGatewayInput = z.object({ gatewayId: idOf('gateway') })

export interface GatewayInstanceView {
  readonly id: GatewayInstanceId
  readonly version: string
  readonly renewedAt: string | null
  /** Past this it refuses everything, unless it renews before. */
  readonly leaseEndsAt: string | null
  readonly state: InstanceState
  readonly appliedSeq: number
  readonly clockOffsetMilliseconds: number
}

export interface GatewayView {
  readonly id: GatewayId
  readonly name: string
  readonly createdAt: string
  readonly createdBy: string | null
  readonly retiredAt: string | null
  /** False when nothing has been heard of any of its processes for longer than it takes. */
  readonly heardOf: boolean
  readonly instances: readonly GatewayInstanceView[]
}

export interface GatewaysView {
  readonly gateways: readonly GatewayView[]
  /** The newest change of the organization. */
  readonly headSeq: number
  readonly now: string
}

/** The gateway's token, this once; it is stored hashed. */
export interface RegisteredGatewayView {
  readonly id: GatewayId
  readonly name: string
  readonly token: string
}
