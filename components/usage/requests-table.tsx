import { Moment } from '@/components/accounts/moment'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { RequestView } from '@/lib/contract/usage'
import { grouped } from './requests-counted'
import { VerdictMark } from './verdict-mark'

/** Single requests, the newest first. */
export function RequestsTable({ requests }: { requests: readonly RequestView[] }) {
  return (
    <Table caption="Last requests">
      <TableHead>
        <TableRow>
          <ColumnHead>Request</ColumnHead>
          <ColumnHead>Time</ColumnHead>
          <ColumnHead>Verdict</ColumnHead>
          <ColumnHead align="end">Status</ColumnHead>
          <ColumnHead align="end">ms</ColumnHead>
          <ColumnHead>Address</ColumnHead>
        </TableRow>
      </TableHead>
      <TableBody>
        {requests.map((request, index) => (
          // Several may be of one millisecond; the list is only ever read anew as a whole.
          <TableRow key={index}>
            <TableCell inCard="title" className="md:max-w-100">
              <code className="break-all font-mono text-xs">
                <span className="font-medium">{request.method}</span> {request.path}
              </code>
            </TableCell>
            <TableCell label="Time" className="md:whitespace-nowrap">
              <Moment at={request.at} look="exact" />
            </TableCell>
            <TableCell label="Verdict">
              <VerdictMark verdict={request.verdict} />
            </TableCell>
            <TableCell label="Status" align="end">
              {request.status}
            </TableCell>
            <TableCell label="ms" align="end">
              {grouped(request.milliseconds)}
            </TableCell>
            <TableCell label="Address">
              <span className="break-all font-mono text-xs">{request.address}</span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
