'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { connectHref, signInHref } from '@/components/places'
import { type Act, usePress } from '@/components/submission'
import { AlertDialog, AlertDialogClose } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { DialogBody, DialogFooter } from '@/components/ui/dialog'
import { LinkButton } from '@/components/ui/link-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Said } from '@/components/ui/said'
import { useToast } from '@/components/ui/toast'
import type { AccountView, DisconnectInput, OwnConnectionView } from '@/lib/contract/account'
import { accountWords } from '@/words/account'
import { commonWords } from '@/words/common'

export type Disconnect = Act<
  z.input<typeof DisconnectInput>,
  { readonly endedSessions: number; readonly signedOut: boolean }
>

const words = accountWords.connections

/** Which organizations’ providers one can sign in by, and the way into each connection and out of it. */
export function Connections({ account, disconnect }: { account: AccountView; disconnect: Disconnect }) {
  const router = useRouter()
  const toast = useToast()
  const heading = useRef<HTMLHeadingElement>(null)
  /** Where the focus goes when the question is answered. */
  const next = useRef<HTMLElement>(null)
  const { press, pending } = usePress()
  const [asked, setAsked] = useState<OwnConnectionView | null>(null)
  const [asking, setAsking] = useState(false)

  const end = ({ organization: { name, slug } }: OwnConnectionView) =>
    press(
      () => disconnect({ organization: slug }),
      (outcome) => {
        setAsking(false)
        // The button goes with what it ended, or with what had ended before.
        next.current = heading.current
        if (!outcome.ok) toast({ title: words.notDisconnected, description: outcome.message, tone: 'bad' })
        else {
          const { endedSessions, signedOut } = outcome.value
          toast({
            title: words.disconnected(name),
            ...(endedSessions > 0 ? { description: words.ended(endedSessions) } : {}),
          })
          if (signedOut) return router.replace(signInHref({}))
        }
        router.refresh()
      },
    )

  return (
    <section aria-labelledby="single-sign-on" className="min-w-0">
      <h2 ref={heading} tabIndex={-1} id="single-sign-on" className="font-semibold text-base outline-none">
        {words.heading}
      </h2>
      {account.connections.length > 0 ? (
        <ul className="mt-3 divide-y divide-line rounded-lg border border-line bg-surface px-4">
          {account.connections.map((connection) => (
            <li
              key={connection.organization.slug}
              className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 py-2.5"
            >
              <Standing connection={connection} account={account} />
              {connection.can.connect && (
                <LinkButton
                  size="small"
                  href={connectHref(connection.organization.slug)}
                  aria-label={words.connectNamed(connection.organization.name)}
                >
                  {words.connect}
                </LinkButton>
              )}
              {connection.can.disconnect && (
                <Button
                  size="small"
                  aria-label={words.disconnectNamed(connection.organization.name)}
                  onClick={(event) => {
                    next.current = event.currentTarget
                    setAsked(connection)
                    setAsking(true)
                  }}
                >
                  {words.disconnect}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="mt-3 text-ink-2">{words.none}</p>
      )}
      {asked && (
        <AlertDialog
          open={asking}
          onOpenChange={(open) => !open && !pending && setAsking(false)}
          title={words.question(asked.organization.name)}
          description={words.whatEnds(asked.provider, asked.organization.name)}
          finalFocus={next}
        >
          {(asked.current || !asked.byPassword) && (
            <DialogBody className="pt-0">
              {asked.current && <Callout tone="warn">{words.current}</Callout>}
              {!asked.byPassword && <Callout tone="warn">{words.nothingElse(asked.organization.name)}</Callout>}
            </DialogBody>
          )}
          <DialogFooter>
            <AlertDialogClose>{commonWords.cancel}</AlertDialogClose>
            <Button variant="danger" pending={pending} onClick={() => end(asked)}>
              {words.disconnect}
            </Button>
          </DialogFooter>
        </AlertDialog>
      )}
    </section>
  )
}

function Standing({ connection, account }: { connection: OwnConnectionView; account: AccountView }) {
  const { organization, provider, host, connectedAt, can } = connection
  const { now, timeZone } = account
  return (
    <div className="min-w-0 break-words">
      <p>{organization.name}</p>
      <p className="text-ink-2 text-xs">{words.provider(provider, host)}</p>
      <p className="text-ink-2 text-xs">
        {connectedAt ? (
          <Said
            as={words.connectedSince(<RelativeTime key="since" value={connectedAt} now={now} timeZone={timeZone} />)}
          />
        ) : (
          words.notConnected
        )}
      </p>
      {connectedAt && !can.disconnect && <p className="text-ink-2 text-xs">{words.onlyWayIn}</p>}
    </div>
  )
}
