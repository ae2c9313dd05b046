'use client'

import { Server } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { Moment, TimesNote } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { type Act, usePress } from '@/components/submission'
import { AlertDialog, AlertDialogClose } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { DialogFooter } from '@/components/ui/dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { formatMoment } from '@/components/ui/moment'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import { useToast } from '@/components/ui/toast'
import type { GatewaysView, GatewayView, RetireGatewayInput } from '@/lib/contract/gateways'
import { commonWords } from '@/words/common'
import { gatewaysWords } from '@/words/gateways'
import { GatewaySection } from './gateway-section'
import { type RegisterGateway, RegisterGatewayDialog } from './register-gateway-dialog'
import { useLiveGateways } from './use-live-gateways'

const words = gatewaysWords.gatewaysPage

export type RetireGateway = Act<z.input<typeof RetireGatewayInput>, unknown>

export type GatewaysPageProps = {
  view: GatewaysView
  actions: { readonly registerGateway: RegisterGateway; readonly retireGateway: RetireGateway }
}

export function GatewaysPage({ view: read, actions }: GatewaysPageProps) {
  const router = useRouter()
  const { view, answered } = useLiveGateways(read)
  const [registering, setRegistering] = useState({ open: false, attempt: 0 })
  const registerButton = useRef<HTMLButtonElement>(null)
  const retirement = useRetirement(actions.retireGateway)
  const begin = () => setRegistering(({ attempt }) => ({ open: true, attempt: attempt + 1 }))
  const past = view.gateways.filter(isPast)
  const present = view.gateways.filter((gateway) => !isPast(gateway))

  return (
    <>
      <PageHeader
        title={commonWords.gateways}
        description={words.description}
        actions={
          <Button ref={registerButton} variant="primary" onClick={begin}>
            {words.registerGateway}
          </Button>
        }
      />
      {!answered && (
        <Callout tone="warn" urgent>
          <Said as={words.portalSilent(<Moment at={view.now} look="exact" />)} />
        </Callout>
      )}
      {present.length === 0 ? (
        <EmptyState
          icon={Server}
          title={past.length === 0 ? words.noGatewaysYet : words.noGatewayRegistered}
          description={words.withoutGateway}
          action={<Button onClick={begin}>{past.length === 0 ? words.registerFirst : words.registerAnother}</Button>}
          code={
            <CodeBlock
              code="npm run gateway"
              label={commonWords.shellCommand}
              copyLabel={commonWords.copyShellCommand}
            />
          }
        />
      ) : (
        <div className="flex flex-col gap-8">
          {present.map((gateway) => (
            <GatewaySection
              key={gateway.id}
              gateway={gateway}
              headSeq={view.headSeq}
              now={view.now}
              onRetire={gateway.retiredAt ? undefined : () => retirement.ask(gateway)}
            />
          ))}
          <div className="flex flex-wrap items-center justify-between gap-2 px-0.5 text-ink-2">
            <p>
              <Said as={words.newestChange(<span className="font-medium tabular-nums">{view.headSeq}</span>)} />
            </p>
            <p>
              <TimesNote />
            </p>
          </div>
        </div>
      )}
      {past.length > 0 && (
        <details>
          <summary className="inline-flex min-h-6 items-center rounded-sm text-ink-2 underline decoration-line-control underline-offset-2 hover:text-ink hover:decoration-current coarse:min-h-11">
            {words.retiredGateways(past.length)}
          </summary>
          <div className="mt-4 flex flex-col gap-8">
            {past.map((gateway) => (
              <GatewaySection key={gateway.id} gateway={gateway} headSeq={view.headSeq} now={view.now} />
            ))}
          </div>
        </details>
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
        title={words.retireTitle(retirement.gateway?.name ?? 'gateway')}
        description={
          retirement.servesUntil ? (
            <Said as={words.retireServesUntil(<Moment at={retirement.servesUntil} look="exact" />)} />
          ) : (
            words.retireNoneServes
          )
        }
      >
        <DialogFooter>
          <AlertDialogClose>{commonWords.cancel}</AlertDialogClose>
          <Button variant="danger" pending={retirement.pending} onClick={retirement.confirm}>
            {commonWords.retire}
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
  const { timeZone } = useViewer()
  /** RFC 3339: when the last lease of its processes ends; undefined when none holds one. */
  const servesUntil = gateway?.instances
    .filter(({ state }) => state !== 'refusing')
    .flatMap(({ leaseEndsAt }) => leaseEndsAt ?? [])
    .sort()
    .at(-1)

  function confirm() {
    if (!gateway) return
    press(
      () => retireGateway({ gatewayId: gateway.id }),
      (outcome) => {
        setOpen(false)
        if (outcome.ok)
          toast({
            title: words.isRetired(gateway.name),
            ...(servesUntil ? { description: words.servesUntil(formatMoment(servesUntil, timeZone)) } : {}),
          })
        else
          toast({
            title: words.wasNotRetired(gateway.name),
            description: outcome.message,
            tone: 'bad',
          })
        router.refresh()
      },
    )
  }

  return {
    gateway,
    servesUntil,
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

/** Retired, and no process of it serves any more: it is shown for the record. */
const isPast = ({ retiredAt, instances }: GatewayView) =>
  retiredAt !== null && instances.every(({ state }) => state === 'refusing')
