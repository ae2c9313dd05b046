import { Moment } from '@/components/accounts/moment'
import { ListFoot } from '@/components/list-foot'
import { OpenReceipt } from '@/components/receipts/open-receipt'
import { doneWord } from '@/components/receipts/receipt-words'
import { StatusBadge } from '@/components/ui/status-badge'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { EventsView } from '@/lib/contract/audit-log'
import { auditLogWords } from '@/words/audit-log'
import { commonWords } from '@/words/common'
import { eventWords } from './event-words'

export type EventsTableProps = {
  view: EventsView
  path: string
  /** Older ones than the newest are shown. */
  older: boolean
}

export function EventsTable({ view, path, older }: EventsTableProps) {
  return (
    <div className="flex flex-col gap-3">
      <Table caption={auditLogWords.eventsTable.events}>
        <TableHead>
          <TableRow>
            <ColumnHead>{auditLogWords.eventsTable.what}</ColumnHead>
            <ColumnHead>{auditLogWords.eventsTable.on}</ColumnHead>
            <ColumnHead>{auditLogWords.eventsTable.who}</ColumnHead>
            <ColumnHead>{auditLogWords.eventsTable.when}</ColumnHead>
            <ColumnHead align="end" labelHidden>
              {commonWords.receipt}
            </ColumnHead>
            <ColumnHead align="end">{auditLogWords.eventsTable.number}</ColumnHead>
          </TableRow>
        </TableHead>
        <TableBody>
          {view.events.map((event) => {
            const { words, icon: Icon } = eventWords(event.type)
            return (
              <TableRow key={event.number}>
                <TableCell inCard="title" {...(event.reason ? { detail: `“${event.reason}”` } : {})}>
                  <span className="flex items-center gap-2 font-medium">
                    <Icon aria-hidden className="size-4 shrink-0 text-ink-2" />
                    {words}
                  </span>
                </TableCell>
                <TableCell label={auditLogWords.eventsTable.on} className="break-words">
                  {event.subject || '–'}
                </TableCell>
                <TableCell
                  label={auditLogWords.eventsTable.who}
                  {...(event.address ? { detail: <span className="font-mono">{event.address}</span> } : {})}
                >
                  {event.actor}
                </TableCell>
                <TableCell label={auditLogWords.eventsTable.when} className="md:whitespace-nowrap">
                  <Moment at={event.at} look="exact" />
                </TableCell>
                <TableCell inCard="actions" align="end" className={event.seq === null ? 'max-md:hidden' : undefined}>
                  {event.seq !== null && (
                    <OpenReceipt
                      seq={event.seq}
                      of={event.subject ? `${words}: ${event.subject}` : words}
                      done={doneWord(event.type)}
                    />
                  )}
                </TableCell>
                <TableCell
                  label={auditLogWords.eventsTable.number}
                  align="end"
                  className="font-mono text-ink-2 text-xs"
                >
                  {event.number}
                </TableCell>
              </TableRow>
            )
          })}
        </TableBody>
      </Table>
      <ListFoot
        pages={commonWords.pagesByAge}
        first={older ? path : null}
        next={view.nextBefore === null ? null : `${path}?before=${view.nextBefore}`}
      >
        <StatusBadge tone={view.chainIntact ? 'good' : 'bad'}>
          {view.chainIntact ? auditLogWords.eventsTable.chainHolds : auditLogWords.eventsTable.chainBroken}
        </StatusBadge>
      </ListFoot>
    </div>
  )
}
