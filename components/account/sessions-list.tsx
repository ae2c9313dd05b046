'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, usePress } from '@/components/submission'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { formatMoment } from '@/components/ui/moment'
import { RelativeTime } from '@/components/ui/relative-time'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { useToast } from '@/components/ui/toast'
import type { AccountView, EndOwnSessionInput, OwnSessionInput, OwnSessionView } from '@/lib/contract/account'
import { accountWords } from '@/words/account'
import { browserOf } from './browser-of'

export type EndOwnSession = Act<z.input<typeof EndOwnSessionInput>, unknown>
export type EndOtherSessions = Act<z.input<typeof OwnSessionInput>, { readonly ended: number }>

const words = accountWords.sessions
const { columns } = words

export type SessionsListProps = {
  account: AccountView
  endOwnSession: EndOwnSession
  endOtherSessions: EndOtherSessions
}

/** Where one is signed in, and the way out of each. */
export function SessionsList({ account, endOwnSession, endOtherSessions }: SessionsListProps) {
  const router = useRouter()
  const toast = useToast()
  const section = useRef<HTMLElement>(null)
  const { press, pending } = usePress()
  const [ending, setEnding] = useState<OwnSessionView['id'] | 'others' | null>(null)
  const { sessions, now, timeZone } = account
  const others = sessions.length > 1

  function settle(title: string) {
    toast({ title })
    // The row goes with its button.
    section.current?.focus()
    router.refresh()
  }
  const refused = (message: string) => toast({ title: words.notEnded, description: message, tone: 'bad' })

  function end(id: OwnSessionView['id']) {
    setEnding(id)
    press(
      () => endOwnSession({ endedId: id }),
      (outcome) => (outcome.ok ? settle(words.ended) : refused(outcome.message)),
    )
  }

  function endOthers() {
    setEnding('others')
    press(
      () => endOtherSessions({}),
      (outcome) => (outcome.ok ? settle(words.endedOthers(outcome.value.ended)) : refused(outcome.message)),
    )
  }

  return (
    <section ref={section} tabIndex={-1} aria-labelledby="sessions" className="outline-none">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div>
          <h2 id="sessions" className="font-semibold text-base">
            {words.heading}
          </h2>
          <p className="text-ink-2">{words.description}</p>
        </div>
        {others && (
          <Button size="small" pending={pending && ending === 'others'} onClick={endOthers}>
            {words.endOthers}
          </Button>
        )}
      </div>
      <Table caption={words.heading}>
        <TableHead>
          <TableRow>
            <ColumnHead>{columns.browser}</ColumnHead>
            <ColumnHead>{columns.address}</ColumnHead>
            <ColumnHead>{columns.started}</ColumnHead>
            <ColumnHead>{columns.seen}</ColumnHead>
            <ColumnHead align="end" labelHidden>
              {columns.actions}
            </ColumnHead>
          </TableRow>
        </TableHead>
        <TableBody>
          {sessions.map((session) => {
            const browser = browserOf(session.agent)
            return (
              <TableRow key={session.id}>
                <TableCell
                  inCard="title"
                  {...(session.singleSignOnOf ? { detail: words.singleSignOn(session.singleSignOnOf) } : {})}
                >
                  <span className="break-words font-medium">{browser}</span>
                  {session.current && <Badge className="ml-2">{words.this}</Badge>}
                </TableCell>
                <TableCell label={columns.address} className="break-all">
                  {session.address ?? words.unknownAddress}
                </TableCell>
                <TableCell label={columns.started} className="md:whitespace-nowrap">
                  <RelativeTime value={session.startedAt} now={now} timeZone={timeZone} />
                </TableCell>
                <TableCell label={columns.seen} className="md:whitespace-nowrap">
                  <RelativeTime value={session.lastSeenAt} now={now} timeZone={timeZone} />
                </TableCell>
                <TableCell inCard="actions" align="end">
                  {!session.current && (
                    <Button
                      size="small"
                      aria-label={words.endNamed(
                        browser,
                        session.address,
                        formatMoment(session.startedAt, timeZone, 'seconds'),
                      )}
                      pending={pending && ending === session.id}
                      onClick={() => end(session.id)}
                    >
                      {words.end}
                    </Button>
                  )}
                </TableCell>
              </TableRow>
            )
          })}
        </TableBody>
      </Table>
    </section>
  )
}
