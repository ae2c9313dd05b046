import { Distance, Moment } from '@/components/accounts/moment'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { CallerView } from '@/lib/contract/usage'
import { inNumbers } from '@/lib/core/words/counted'
import { commonWords } from '@/words/common'
import { usageWords } from '@/words/usage'
import { VerdictMark } from './verdict-mark'

const words = usageWords.callersTable

/** Who presents a key: from where, with what, since when and how it went last. */
export function CallersTable({ callers, now }: { callers: readonly CallerView[]; now: string }) {
  return (
    <Table caption={words.callers}>
      <TableHead>
        <TableRow>
          <ColumnHead>{commonWords.address}</ColumnHead>
          <ColumnHead>{words.lastSeen}</ColumnHead>
          <ColumnHead>{words.firstSeen}</ColumnHead>
          <ColumnHead>{words.lastVerdict}</ColumnHead>
          <ColumnHead align="end">{commonWords.requests}</ColumnHead>
        </TableRow>
      </TableHead>
      <TableBody>
        {callers.map((caller) => (
          <TableRow key={`${caller.address} ${caller.agent}`}>
            <TableCell
              inCard="title"
              className="md:max-w-100"
              detail={<span className="block break-words">{caller.agent || words.gaveNoName}</span>}
            >
              <span className="break-all font-mono text-xs">{caller.address}</span>
            </TableCell>
            <TableCell
              label={words.lastSeen}
              className="md:whitespace-nowrap"
              detail={<Moment at={caller.lastSeenAt} />}
            >
              <Distance at={caller.lastSeenAt} now={now} />
            </TableCell>
            <TableCell
              label={words.firstSeen}
              className="md:whitespace-nowrap"
              detail={<Moment at={caller.firstSeenAt} />}
            >
              <Distance at={caller.firstSeenAt} now={now} />
            </TableCell>
            <TableCell label={words.lastVerdict}>
              <VerdictMark verdict={caller.lastVerdict} />
            </TableCell>
            <TableCell label={commonWords.requests} align="end">
              {inNumbers(caller.requests)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
