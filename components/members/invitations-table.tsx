'use client'

import { MailX, RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { Distance, Moment } from '@/components/accounts/moment'
import { type Act, usePress } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { StatusBadge } from '@/components/ui/status-badge'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { useToast } from '@/components/ui/toast'
import type { InvitationInput, InvitationsView, InvitationView, SentInvitationView } from '@/lib/contract/members'
import { membersWords } from '@/words/members'
import { ROLE_WORDS } from '@/words/terms'
import { SentInvitation, sentHeading } from './sent-invitation'

export type RenewInvitation = Act<z.input<typeof InvitationInput>, SentInvitationView>
export type WithdrawInvitation = Act<z.input<typeof InvitationInput>, { readonly email: string }>

const words = membersWords.invitations
const { columns } = words
const TONES = { open: 'neutral', expired: 'warn', void: 'warn' } as const

/** Why it leads nowhere, or else what became of its mail. */
function noteOf({ state, mail }: InvitationView): string | undefined {
  if (state === 'void') return words.voidNote
  if (state === 'expired' || !mail) return undefined
  if (mail.state === 'sent') return words.mail.sent
  if (!mail.error) return words.mail.pending
  return mail.state === 'failed' ? words.mail.failed(mail.error) : words.mail.waiting(mail.error)
}

/** A mail server may say anything, in words of any length. */
const noted = (note: string | undefined) => note && <span className="wrap-anywhere block md:max-w-72">{note}</span>

export type InvitationsTableProps = {
  view: InvitationsView
  renewInvitation: RenewInvitation
  withdrawInvitation: WithdrawInvitation
}

export function InvitationsTable({ view, renewInvitation, withdrawInvitation }: InvitationsTableProps) {
  const router = useRouter()
  const toast = useToast()
  const { press } = usePress()
  const [under, setUnder] = useState<{ readonly id: InvitationView['id']; readonly what: 'renew' | 'withdraw' }>()
  const [sent, setSent] = useState<SentInvitationView | null>(null)
  const heading = sent && sentHeading(sent)
  const pressed = useRef<HTMLElement | null>(null)

  function renew({ id }: InvitationView, button: HTMLElement) {
    pressed.current = button
    setUnder({ id, what: 'renew' })
    press(
      () => renewInvitation({ invitationId: id }),
      (outcome) => {
        setUnder(undefined)
        if (outcome.ok) setSent(outcome.value)
        else toast({ title: words.notRenewed, description: outcome.message, tone: 'bad' })
      },
    )
  }

  function withdraw({ id, email }: InvitationView) {
    setUnder({ id, what: 'withdraw' })
    press(
      () => withdrawInvitation({ invitationId: id }),
      (outcome) => {
        setUnder(undefined)
        if (!outcome.ok) return toast({ title: words.notWithdrawn, description: outcome.message, tone: 'bad' })
        toast({ title: words.withdrawn(email) })
        // The row goes with its button.
        document.getElementById('content')?.focus()
        router.refresh()
      },
    )
  }

  return (
    <>
      <Table caption={words.caption}>
        <TableHead>
          <TableRow>
            <ColumnHead>{columns.email}</ColumnHead>
            <ColumnHead>{columns.role}</ColumnHead>
            <ColumnHead>{columns.sender}</ColumnHead>
            <ColumnHead>{columns.sent}</ColumnHead>
            <ColumnHead>{columns.state}</ColumnHead>
            <ColumnHead>{columns.expires}</ColumnHead>
            <ColumnHead align="end">{columns.actions}</ColumnHead>
          </TableRow>
        </TableHead>
        <TableBody>
          {view.invitations.map((invitation) => (
            <TableRow key={invitation.id}>
              <TableCell inCard="title" className="break-all font-medium md:min-w-44 xl:min-w-56">
                {invitation.email}
              </TableCell>
              <TableCell label={columns.role}>{ROLE_WORDS[invitation.role]}</TableCell>
              <TableCell label={columns.sender}>{invitation.sender ?? words.operator}</TableCell>
              <TableCell label={columns.sent} className="md:whitespace-nowrap">
                <Distance at={invitation.sentAt} now={view.now} />
              </TableCell>
              <TableCell label={columns.state} detail={noted(noteOf(invitation))}>
                <span className="inline-flex flex-wrap gap-1.5">
                  <StatusBadge tone={TONES[invitation.state]}>{words.states[invitation.state]}</StatusBadge>
                  {invitation.state === 'open' && invitation.mail?.state === 'failed' && (
                    <StatusBadge tone="bad">{words.mail.notDelivered}</StatusBadge>
                  )}
                </span>
              </TableCell>
              <TableCell label={columns.expires} className="md:whitespace-nowrap">
                <Moment at={invitation.expiresAt} />
              </TableCell>
              <TableCell inCard="actions" align="end">
                {invitation.can.manage && (
                  <span className="inline-flex items-center gap-1.5">
                    <Button
                      size="small"
                      aria-label={words.renewOf(invitation.email)}
                      pending={under?.id === invitation.id && under.what === 'renew'}
                      onClick={(event) => renew(invitation, event.currentTarget)}
                    >
                      <RefreshCw aria-hidden />
                      {words.renew}
                    </Button>
                    <Button
                      size="small"
                      aria-label={words.withdrawOf(invitation.email)}
                      pending={under?.id === invitation.id && under.what === 'withdraw'}
                      onClick={() => withdraw(invitation)}
                    >
                      <MailX aria-hidden />
                      {words.withdraw}
                    </Button>
                  </span>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Dialog
        open={sent !== null}
        onOpenChange={() => undefined}
        dismissible={false}
        title={heading?.title}
        description={heading?.description}
        finalFocus={pressed}
      >
        {sent && (
          <SentInvitation
            sent={sent}
            onClose={() => {
              setSent(null)
              router.refresh()
            }}
          />
        )}
      </Dialog>
    </>
  )
}
