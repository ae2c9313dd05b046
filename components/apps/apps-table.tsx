import { Moment } from '@/components/accounts/moment'
import { appHref, appKeysHref } from '@/components/places'
import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import type { AppView } from '@/lib/contract/apps'
import type { Service } from '@/lib/core/services'
import { ROLE_WORDS, SERVICE_WORDS } from '@/words/terms'
import { AppStatusBadge, keysInSight } from './app-words'

export type AppsTableProps = { service: Service; apps: readonly AppView[]; organizationSlug: string }

export function AppsTable({ service, apps, organizationSlug }: AppsTableProps) {
  return (
    <Table caption={SERVICE_WORDS[service].many}>
      <TableHead>
        <TableRow>
          <ColumnHead>Name</ColumnHead>
          <ColumnHead>Endpoint</ColumnHead>
          <ColumnHead>Environment</ColumnHead>
          <ColumnHead>Status</ColumnHead>
          <ColumnHead align="end">API keys</ColumnHead>
          <ColumnHead>Owner</ColumnHead>
          <ColumnHead>Created</ColumnHead>
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
            <TableCell label="Endpoint">
              <span className="flex items-center gap-1">
                <code className="min-w-0 break-all font-mono text-ink-2 text-xs">{app.endpoint}</code>
                {!app.deletedAt && <CopyButton value={app.endpoint} label={`Copy endpoint of ${app.name}`} />}
              </span>
            </TableCell>
            <TableCell label="Environment">
              <Badge>{app.environment}</Badge>
            </TableCell>
            <TableCell label="Status">
              <AppStatusBadge app={app} />
            </TableCell>
            <TableCell
              label="API keys"
              align="end"
              detail={app.keys.orphaned > 0 ? `${app.keys.orphaned} orphaned` : ''}
            >
              <TextLink
                look="plain"
                href={appKeysHref(organizationSlug, app)}
                aria-label={`${keysInSight(app.keys)} API keys of ${app.name}`}
              >
                {keysInSight(app.keys)}
              </TextLink>
            </TableCell>
            <TableCell
              label="Owner"
              detail={app.owner ? ROLE_WORDS[app.owner.role] : 'Managed by Owners and Aura Owners'}
            >
              {app.owner?.name ?? 'No owner'}
            </TableCell>
            <TableCell label="Created" className="md:whitespace-nowrap">
              <Moment at={app.createdAt} look="day" />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}
