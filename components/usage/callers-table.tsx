import { Distance, Moment } from '@/components/accounts/moment'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { CallerView } from '@/lib/contract/usage'
import { grouped } from './requests-counted'
import { VerdictMark } from './verdict-mark'

/** Who presents a key: from where, with what, since when and how it went last. */
export function CallersTable({ callers, now }: { callers: readonly CallerView[]; now: string }) {
  return (
    <Table caption="Callers">
      <TableHead>
        <TableRow>
          <ColumnHead>Address</ColumnHead>
          <ColumnHead>Last seen</ColumnHead>
          <ColumnHead>First seen</ColumnHead>
          <ColumnHead>Last verdict</ColumnHead>
          <ColumnHead align="end">Requests</ColumnHead>
        </TableRow>
      </TableHead>
      <TableBody>
        {callers.map((caller) => (
          <TableRow key={`${caller.address} ${caller.agent}`}>
            <TableCell
              inCard="title"
              className="md:max-w-100"
              detail={<span className="block break-words">{caller.agent || 'Gave no name'}</span>}
            >
              <span className="break-all font-mono text-xs">{caller.address}</span>
            </TableCell>
            <TableCell label="Last seen" className="md:whitespace-nowrap" detail={<Moment at={caller.lastSeenAt} />}>
              <Distance at={caller.lastSeenAt} now={now} />
            </TableCell>
            <TableCell label="First seen" className="md:whitespace-nowrap" detail={<Moment at={caller.firstSeenAt} />}>
              <Distance at={caller.firstSeenAt} now={now} />
            </TableCell>
            <TableCell label="Last verdict">
              <VerdictMark verdict={caller.lastVerdict} />
            </TableCell>
            <TableCell label="Requests" align="end">
              {grouped(caller.requests)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
