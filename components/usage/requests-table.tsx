import { Moment } from '@/components/accounts/moment'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { RequestView } from '@/lib/contract/usage'
import { inNumbers } from '@/lib/core/words/counted'
import { commonWords } from '@/words/common'
import { usageWords } from '@/words/usage'
import { VerdictMark } from './verdict-mark'

const words = usageWords.requestsTable

/** Single requests, the newest first. */
export function RequestsTable({ requests }: { requests: readonly RequestView[] }) {
  return (
    <Table caption={words.lastRequests}>
      <TableHead>
        <TableRow>
          <ColumnHead>{words.request}</ColumnHead>
          <ColumnHead>{words.time}</ColumnHead>
          <ColumnHead>{words.verdict}</ColumnHead>
          <ColumnHead align="end">{commonWords.status}</ColumnHead>
          <ColumnHead align="end">{words.ms}</ColumnHead>
          <ColumnHead>{commonWords.address}</ColumnHead>
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
            <TableCell label={words.time} className="md:whitespace-nowrap">
              <Moment at={request.at} look="exact" />
            </TableCell>
            <TableCell label={words.verdict}>
              <VerdictMark verdict={request.verdict} />
            </TableCell>
            <TableCell label={commonWords.status} align="end">
              {request.status}
            </TableCell>
            <TableCell label={words.ms} align="end">
              {inNumbers(request.milliseconds)}
            </TableCell>
            <TableCell label={commonWords.address}>
              <span className="break-all font-mono text-xs">{request.address}</span>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
