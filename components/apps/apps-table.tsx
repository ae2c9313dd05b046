import { Moment } from '@/components/accounts/moment'
import { appHref, appKeysHref } from '@/components/places'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import type { AppView } from '@/lib/contract/apps'
import type { Service } from '@/lib/core/services'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'
import { ROLE_WORDS, SERVICE_WORDS } from '@/words/terms'
import { AppStatusBadge, keysInSight } from './app-words'

const words = appsWords.appsTable

export type AppsTableProps = { service: Service; apps: readonly AppView[]; organizationSlug: string }

export function AppsTable({ service, apps, organizationSlug }: AppsTableProps) {
  return (
    <Table caption={SERVICE_WORDS[service].many}>
      <TableHead>
        <TableRow>
          <ColumnHead>{commonWords.name}</ColumnHead>
          <ColumnHead>{words.endpoint}</ColumnHead>
          <ColumnHead>{words.environment}</ColumnHead>
          <ColumnHead>{commonWords.status}</ColumnHead>
          <ColumnHead align="end">{commonWords.apiKeys}</ColumnHead>
          <ColumnHead>{commonWords.owner}</ColumnHead>
          <ColumnHead>{commonWords.created}</ColumnHead>
        </TableRow>
      </TableHead>
      <TableBody>
        {apps.map((app) => (
          <TableRow key={app.id}>
            <TableCell inCard="title">
              <TextLink look="plain" href={appHref(organizationSlug, app)} className="break-words">
                {app.name}
              </TextLink>
            </TableCell>
            <TableCell label={words.endpoint}>
              <span className="flex items-center gap-1">
                <code className="min-w-0 break-all font-mono text-ink-2 text-xs">{app.endpoint}</code>
                {!app.deletedAt && <CopyButton value={app.endpoint} label={words.copyEndpointOf(app.name)} />}
              </span>
            </TableCell>
            <TableCell label={words.environment}>
              <Badge>{app.environment}</Badge>
            </TableCell>
            <TableCell label={commonWords.status}>
              <AppStatusBadge app={app} />
            </TableCell>
            <TableCell
              label={commonWords.apiKeys}
              align="end"
              detail={app.keys.orphaned > 0 ? words.orphaned(app.keys.orphaned) : ''}
            >
              <TextLink
                look="plain"
                href={appKeysHref(organizationSlug, app)}
                aria-label={words.apiKeysOf(keysInSight(app.keys), app.name)}
              >
                {keysInSight(app.keys)}
              </TextLink>
            </TableCell>
            <TableCell
              label={commonWords.owner}
              detail={app.owner ? ROLE_WORDS[app.owner.role] : words.managedWithoutOwner}
            >
              {app.owner?.name ?? words.noOwner}
            </TableCell>
            <TableCell label={commonWords.created} className="md:whitespace-nowrap">
              <Moment at={app.createdAt} look="day" />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
