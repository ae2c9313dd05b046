'use client'

import { CircleCheck, CircleSlash, Server, TriangleAlert } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { Distance, Moment, TimesNote } from '@/components/accounts/moment'
import { type Act, usePress } from '@/components/submission'
import { AlertDialog, AlertDialogClose } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'
import { CodeBlock } from '@/components/ui/code-block'
import { DialogFooter } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { StatusBadge } from '@/components/ui/status-badge'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { useToast } from '@/components/ui/toast'
import type { GatewayInstanceView, GatewaysView, GatewayView, RetireGatewayInput } from '@/lib/contract/gateways'
import { type RegisterGateway, RegisterGatewayDialog } from './register-gateway-dialog'

export type RetireGateway = Act<z.input<typeof RetireGatewayInput>, unknown>

export type GatewaysPageProps = {
  view: GatewaysView
  actions: { readonly registerGateway: RegisterGateway; readonly retireGateway: RetireGateway }
}

export function GatewaysPage({ view, actions }: GatewaysPageProps) {
  const router = useRouter()
  const [registering, setRegistering] = useState({ open: false, attempt: 0 })
  const registerButton = useRef<HTMLButtonElement>(null)
  const retirement = useRetirement(actions.retireGateway)
  const begin = () => setRegistering(({ attempt }) => ({ open: true, attempt: attempt + 1 }))

  return (
    <>
      <PageHeader
        title="Gateways"
        description="The processes in front of your apps that accept or refuse each request."
        actions={
          <Button ref={registerButton} variant="primary" onClick={begin}>
            Register gateway
          </Button>
        }
      />
      {view.gateways.length === 0 ? (
        <EmptyState
          icon={Server}
          title="No gateways yet"
          description="Without a gateway no app can be called with an API key."
          action={<Button onClick={begin}>Register the first gateway</Button>}
          code={<CodeBlock code="npm run gateway" label="Shell command" copyLabel="Copy shell command" />}
        />
      ) : (
        <div className="flex flex-col gap-3">
          <Table caption="Gateways">
            <TableHead>
              <TableRow>
                <ColumnHead>Name</ColumnHead>
                <ColumnHead>State</ColumnHead>
                <ColumnHead>Processes</ColumnHead>
                <ColumnHead align="end">Actions</ColumnHead>
              </TableRow>
            </TableHead>
            <TableBody>
              {view.gateways.map((gateway) => (
                <TableRow key={gateway.id}>
                  <TableCell
                    inCard="title"
                    className="md:align-top md:pt-3"
                    detail={
                      <>
                        Registered <Moment at={gateway.createdAt} look="day" />
                        {gateway.createdBy && ` by ${gateway.createdBy}`}
                      </>
                    }
                  >
                    <span className="break-words font-medium">{gateway.name}</span>
                  </TableCell>
                  <TableCell label="State" className="md:pt-3 md:align-top">
                    <GatewayState gateway={gateway} />
                  </TableCell>
                  <TableCell label="Processes" className="md:py-3 md:align-top">
                    <Instances gateway={gateway} headSeq={view.headSeq} now={view.now} />
                  </TableCell>
                  <TableCell
                    inCard="actions"
                    align="end"
                    className={classNames('md:pt-2.5 md:align-top', gateway.retiredAt && 'max-md:hidden')}
                  >
                    {!gateway.retiredAt && (
                      <Button
                        size="small"
                        aria-label={`Retire ${gateway.name}`}
                        onClick={() => retirement.ask(gateway)}
                      >
                        Retire
                      </Button>
                    )}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
          <div className="flex flex-wrap items-center justify-between gap-2 px-0.5 text-ink-2">
            <p>
              The newest change is number <span className="font-medium">{view.headSeq}</span>
            </p>
            <p>
              <TimesNote />
            </p>
          </div>
        </div>
      )}

      <RegisterGatewayDialog
        key={registering.attempt}
        open={registering.open}
        onClose={(registered) => {
          setRegistering(({ attempt }) => ({ open: false, attempt }))
          if (registered) router.refresh()
        }}
        registerGateway={actions.registerGateway}
        finalFocus={registerButton}
      />
      <AlertDialog
        open={retirement.open}
        onOpenChange={retirement.setOpen}
        title={`Retire ${retirement.gateway?.name ?? 'gateway'}?`}
        description="Its token is refused from now on. Processes that use it serve until their lease ends, and then refuse everything."
      >
        <DialogFooter>
          <AlertDialogClose>Cancel</AlertDialogClose>
          <Button variant="danger" pending={retirement.pending} onClick={retirement.confirm}>
            Retire
          </Button>
        </DialogFooter>
      </AlertDialog>
    </>
  )
}

function useRetirement(retireGateway: RetireGateway) {
  const router = useRouter()
  const toast = useToast()
  const { press, pending } = usePress()
  const [gateway, setGateway] = useState<GatewayView | null>(null)
  const [open, setOpen] = useState(false)

  function confirm() {
    if (!gateway) return
    press(
      () => retireGateway({ gatewayId: gateway.id }),
      (outcome) => {
        setOpen(false)
        if (outcome.ok) toast({ title: `${gateway.name} is retired` })
        else toast({ title: `${gateway.name} was not retired`, description: outcome.message, tone: 'bad' })
        router.refresh()
      },
    )
  }

  return {
    gateway,
    open,
    setOpen,
    pending,
    confirm,
    ask: (asked: GatewayView) => {
      setGateway(asked)
      setOpen(true)
    },
  }
}

function GatewayState({ gateway }: { gateway: GatewayView }) {
  if (gateway.retiredAt) {
    return (
      <StatusBadge tone="neutral" icon={CircleSlash}>
        Retired
      </StatusBadge>
    )
  }
  return gateway.instances.some((instance) => instance.live) ? (
    <StatusBadge tone="good" icon={CircleCheck}>
      Live
    </StatusBadge>
  ) : (
    <StatusBadge tone="warn" icon={TriangleAlert}>
      Silent
    </StatusBadge>
  )
}

/** Above this many milliseconds a clock is wrong enough to judge expiry badly. */
const CLOCK_ALARM_MILLISECONDS = 5_000

function Instances({ gateway, headSeq, now }: { gateway: GatewayView; headSeq: number; now: string }) {
  if (gateway.instances.length === 0) return <span className="text-ink-2">None has called yet</span>
  return (
    <ul className="flex flex-col gap-2">
      {gateway.instances.map((instance) => (
        <li key={instance.id}>
          <p className="break-words">
            {instance.live ? 'Serving' : 'Refuses everything'},{' '}
            {instance.appliedSeq >= headSeq ? 'up to date' : `${headSeq - instance.appliedSeq} changes behind`}{' '}
            <span className="font-mono text-ink-2 text-xs">{instance.version}</span>
          </p>
          <p className="text-ink-2 text-xs">
            <Renewal instance={instance} now={now} />
            {Math.abs(instance.clockOffsetMilliseconds) > CLOCK_ALARM_MILLISECONDS && (
              <span className="text-warn">
                {' '}
                Its clock is off by {Math.round(instance.clockOffsetMilliseconds / 1000)} s.
              </span>
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Renewal({ instance, now }: { instance: GatewayInstanceView; now: string }) {
  if (!instance.renewedAt || !instance.leaseEndsAt) return <>Has not renewed its lease yet.</>
  return (
    <>
      Renewed <Distance at={instance.renewedAt} now={now} />.{' '}
      {instance.live ? 'Serves without the portal until' : 'Has refused everything since'}{' '}
      <Moment at={instance.leaseEndsAt} look="exact" />.
    </>
  )
}
