import { TriangleAlert } from 'lucide-react'
import { useId } from 'react'
import { Distance, Moment } from '@/components/accounts/moment'
import { Button } from '@/components/ui/button'
import { Said } from '@/components/ui/said'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { GatewayInstanceView, GatewaysView, GatewayView } from '@/lib/contract/gateways'
import { CLOCK_ALARM_MILLISECONDS } from '@/lib/core/gateway-state'
import { commonWords } from '@/words/common'
import { gatewaysWords } from '@/words/gateways'
import { GatewayState, InstanceState } from './gateway-state'

export type GatewaySectionProps = {
  gateway: GatewayView
  headSeq: GatewaysView['headSeq']
  now: string
  /** Absent where it is retired already. */
  onRetire?: (() => void) | undefined
}

/** One registration, and each process that has used its token of late. */
export function GatewaySection({ gateway, headSeq, now, onRetire }: GatewaySectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <h2 id={id} className="break-all font-semibold">
              {gateway.name}
            </h2>
            <GatewayState gateway={gateway} />
          </div>
          <p className="text-ink-2 text-xs">
            <Said
              as={gatewaysWords.gatewaySection.registered(
                <Moment at={gateway.createdAt} look="day" />,
                gateway.createdBy,
              )}
            />
            {gateway.retiredAt && (
              <Said as={gatewaysWords.gatewaySection.retired(<Moment at={gateway.retiredAt} look="time" />)} />
            )}
          </p>
        </div>
        {onRetire && (
          <Button size="small" aria-label={gatewaysWords.gatewaySection.retire(gateway.name)} onClick={onRetire}>
            {commonWords.retire}
          </Button>
        )}
      </div>
      {gateway.instances.length === 0 ? (
        <p className="rounded-lg border border-line-strong border-dashed px-4 py-3 text-ink-2">
          {gateway.retiredAt ? gatewaysWords.gatewaySection.notUsedLately : gatewaysWords.gatewaySection.notCalledYet}
        </p>
      ) : (
        <Table caption={gatewaysWords.gatewaySection.processesOf(gateway.name)}>
          <TableHead>
            <TableRow>
              <ColumnHead>{gatewaysWords.gatewaySection.state}</ColumnHead>
              <ColumnHead>{commonWords.version}</ColumnHead>
              <ColumnHead>{gatewaysWords.gatewaySection.lastRenewal}</ColumnHead>
              <ColumnHead align="end">{gatewaysWords.gatewaySection.appliedChange}</ColumnHead>
              <ColumnHead>{gatewaysWords.gatewaySection.lease}</ColumnHead>
              <ColumnHead align="end">{gatewaysWords.gatewaySection.clock}</ColumnHead>
            </TableRow>
          </TableHead>
          <TableBody>
            {gateway.instances.map((instance) => (
              <InstanceRow
                key={instance.id}
                instance={instance}
                retired={gateway.retiredAt !== null}
                headSeq={headSeq}
                now={now}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  )
}

type InstanceRowProps = Pick<GatewaySectionProps, 'headSeq' | 'now'> & {
  instance: GatewayInstanceView
  retired: boolean
}

function InstanceRow({ instance, retired, headSeq, now }: InstanceRowProps) {
  const { renewedAt, leaseEndsAt, appliedSeq, state } = instance
  const behind = headSeq - appliedSeq
  return (
    <TableRow>
      <TableCell inCard="title">
        <InstanceState instance={instance} retired={retired} />
      </TableCell>
      <TableCell label={commonWords.version} className="font-mono text-xs">
        {instance.version}
      </TableCell>
      <TableCell
        label={gatewaysWords.gatewaySection.lastRenewal}
        {...(renewedAt ? { detail: <Moment at={renewedAt} look="exact" /> } : {})}
        className="md:whitespace-nowrap"
      >
        {renewedAt ? <Distance at={renewedAt} now={now} /> : gatewaysWords.gatewaySection.never}
      </TableCell>
      <TableCell
        label={gatewaysWords.gatewaySection.appliedChange}
        align="end"
        detail={
          behind > 0 ? gatewaysWords.gatewaySection.toCome(behind, headSeq) : gatewaysWords.gatewaySection.upToDate
        }
        className="md:whitespace-nowrap"
      >
        {appliedSeq}
      </TableCell>
      <TableCell
        label={gatewaysWords.gatewaySection.lease}
        {...(leaseEndsAt ? { detail: <Moment at={leaseEndsAt} look="exact" /> } : {})}
        className="md:whitespace-nowrap"
      >
        {leaseEndsAt === null
          ? gatewaysWords.gatewaySection.none
          : state === 'refusing'
            ? gatewaysWords.gatewaySection.ended
            : gatewaysWords.gatewaySection.servesUntil}
      </TableCell>
      <TableCell label={gatewaysWords.gatewaySection.clock} align="end" className="md:whitespace-nowrap">
        <ClockOffset milliseconds={instance.clockOffsetMilliseconds} />
      </TableCell>
    </TableRow>
  )
}

/** How far the process's own clock is from the portal's. It judges expiry by the portal's, so this is about the machine. */
function ClockOffset({ milliseconds }: { milliseconds: number }) {
  const alarming = Math.abs(milliseconds) > CLOCK_ALARM_MILLISECONDS
  const words = offsetWords(milliseconds)
  return alarming ? (
    <span className="inline-flex items-center gap-1.5 font-medium text-bad">
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      {gatewaysWords.gatewaySection.wrong(words)}
    </span>
  ) : (
    words
  )
}

/** "12 ms ahead", "7.4 s behind" */
function offsetWords(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  const amount = size < 1_000 ? `${size} ms` : `${(size / 1_000).toFixed(1)} s`
  return size === 0 ? 'right' : `${amount} ${milliseconds > 0 ? 'ahead' : 'behind'}`
}
