'use client'

import {
  columnVisibilityFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { apiKeyHref, appHref } from '@/components/places'
import { classNames } from '@/components/ui/class-names'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { LastCaller, LastUsed, RequestsOfLastDay } from '@/components/usage/key-use'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { KEY_SORTS, type KeySort, type KeyTab } from '@/lib/core/api-key'
import { hasActions, KeyActions, type KeyActionsProps } from './key-actions'
import { Expiry, KeyHint, OrphanReasons, OwnerRole, Scopes } from './key-cells'
import { KeyState } from './key-state'
import { TAB_WORDS, TYPE_WORDS } from './key-words'
import type { PanelAddress } from './panel-address'
import { panelHref } from './panel-address'

export type ApiKeysTableProps = Omit<KeyActionsProps, 'apiKey'> & {
  rows: readonly ApiKeyView[]
  /** RFC 3339. */
  now: string
  tab: KeyTab
  /** Where the panel is, and which view of it this is. */
  path: string
  address: PanelAddress
  /** The keys of several apps are shown. */
  withApps: boolean
}

/** What makes way first where there is little room beside the navigation; a key's page has it all, and so has a card. */
const MAKES_WAY: Readonly<Record<string, string>> = {
  key: 'md:max-[72rem]:hidden',
  type: 'md:max-[88rem]:hidden',
  scopes: 'md:max-xl:hidden',
  created: 'md:max-[84rem]:hidden',
  used: 'md:max-[58rem]:hidden',
  requests: 'md:max-[72rem]:hidden',
}

/** One column more takes the room of others. */
const MAKES_WAY_FOR_APPS: Readonly<Record<string, string>> = {
  ...MAKES_WAY,
  key: 'md:max-xl:hidden',
  type: 'md:max-[100rem]:hidden',
  scopes: 'md:max-[84rem]:hidden',
  created: 'md:max-[88rem]:hidden',
}

const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature })
const column = createColumnHelper<typeof features, ApiKeyView>()

/** The rows come sorted, cut and counted by the database; the table only knows how they are. */
export function ApiKeysTable({
  rows,
  now,
  tab,
  path,
  address,
  withApps,
  onRevoke,
  onDisable,
  onEnable,
  orphanedNoteId,
}: ApiKeysTableProps) {
  const { organizationSlug } = useViewer()
  const makesWay = withApps ? MAKES_WAY_FOR_APPS : MAKES_WAY
  const columns = useMemo(
    () =>
      column.columns([
        column.accessor('name', {
          header: 'Name',
          cell: ({ row: { original: key } }) => (
            <TableCell
              inCard="title"
              className={tab === 'orphaned' ? 'md:max-w-72 md:py-2.5' : 'md:min-w-36 md:max-w-60'}
              detail={tab === 'orphaned' ? <OrphanReasons apiKey={key} /> : <KeyState apiKey={key} now={now} />}
            >
              <TextLink look="plain" href={apiKeyHref(organizationSlug, key.app, key.id)} className="break-words">
                {key.name}
              </TextLink>
            </TableCell>
          ),
        }),
        column.display({
          id: 'app',
          header: 'App',
          cell: ({ row: { original: key } }) => (
            <TableCell label="App" detail={key.app.deleted ? 'Deleted' : key.app.environment}>
              <TextLink look="plain" className="break-words font-normal" href={appHref(organizationSlug, key.app)}>
                {key.app.name}
              </TextLink>
            </TableCell>
          ),
        }),
        column.display({
          id: 'key',
          header: 'Key',
          cell: ({ row: { original: key } }) => (
            <TableCell
              label="Key"
              className={makesWay.key}
              detail={<>ends in {<code className="font-mono">{key.hint}</code>}</>}
            >
              <KeyHint apiKey={key} />
            </TableCell>
          ),
        }),
        column.display({
          id: 'type',
          header: 'Type',
          cell: ({ row: { original: key } }) => (
            <TableCell label="Type" className={classNames('md:whitespace-nowrap', makesWay.type)}>
              {TYPE_WORDS[key.type]}
            </TableCell>
          ),
        }),
        column.display({
          id: 'owner',
          header: 'Owner',
          cell: ({ row: { original: key } }) => (
            <TableCell label="Owner" detail={<OwnerRole owner={key.owner} />}>
              {key.owner.name}
            </TableCell>
          ),
        }),
        column.display({
          id: 'scopes',
          header: 'Scopes',
          cell: ({ row: { original: key } }) => (
            <TableCell label="Scopes" className={makesWay.scopes}>
              <Scopes scopes={key.scopes} />
            </TableCell>
          ),
        }),
        column.display({
          id: 'created',
          header: 'Created',
          cell: ({ row: { original: key } }) => (
            <TableCell label="Created" className={classNames('md:whitespace-nowrap', makesWay.created)}>
              <Moment at={key.createdAt} look="day" />
            </TableCell>
          ),
        }),
        column.display({
          id: 'expires',
          header: 'Expires',
          cell: ({ row: { original: key } }) => (
            <TableCell
              label="Expires"
              className="md:whitespace-nowrap"
              {...(key.expiresAt ? { detail: <Moment at={key.expiresAt} /> } : {})}
            >
              <Expiry apiKey={key} now={now} />
            </TableCell>
          ),
        }),
        column.display({
          id: 'used',
          header: 'Last used',
          cell: ({ row: { original: key } }) => (
            <TableCell
              label="Last used"
              className={classNames('md:max-w-44 md:whitespace-nowrap', makesWay.used)}
              {...(key.lastUsed ? { detail: <LastCaller apiKey={key} /> } : {})}
            >
              <LastUsed apiKey={key} now={now} />
            </TableCell>
          ),
        }),
        column.display({
          id: 'requests',
          header: 'Requests (24 h)',
          cell: ({ row: { original: key } }) => (
            <TableCell label="Requests (24 h)" align="end" className={makesWay.requests}>
              <RequestsOfLastDay apiKey={key} />
            </TableCell>
          ),
        }),
        column.display({
          id: 'actions',
          header: 'Actions',
          cell: ({ row: { original: key } }) => (
            <TableCell
              inCard="actions"
              align="end"
              className={classNames('md:w-24', !hasActions(key) && 'max-md:hidden')}
            >
              <KeyActions
                apiKey={key}
                onRevoke={onRevoke}
                onDisable={onDisable}
                onEnable={onEnable}
                orphanedNoteId={orphanedNoteId}
              />
            </TableCell>
          ),
        }),
      ]),
    [organizationSlug, now, tab, makesWay, onRevoke, onDisable, onEnable, orphanedNoteId],
  )

  const table = useTable({
    features,
    columns,
    data: rows as ApiKeyView[],
    getRowId: (key) => key.id,
    manualSorting: true,
    state: {
      sorting: [{ id: address.sort, desc: address.descending }],
      // What is dead takes no more actions.
      columnVisibility: { app: withApps, actions: tab !== 'history' },
    },
  })

  return (
    <Table caption={`${TAB_WORDS[tab]} API keys`}>
      <TableHead>
        {table.getHeaderGroups().map((group) => (
          <TableRow key={group.id}>
            {group.headers.map(({ id, column: { columnDef } }) => {
              const sort = KEY_SORTS.find((known) => known === id)
              return (
                <ColumnHead
                  key={id}
                  className={makesWay[id]}
                  align={id === 'actions' || id === 'requests' ? 'end' : 'start'}
                  sorted={sort === address.sort ? (address.descending ? 'descending' : 'ascending') : undefined}
                  sortHref={sort && sortedHref(path, address, sort)}
                >
                  {String(columnDef.header)}
                </ColumnHead>
              )
            })}
          </TableRow>
        ))}
      </TableHead>
      <TableBody>
        {table.getRowModel().rows.map((row) => (
          <TableRow key={row.id}>
            {row.getVisibleCells().map((cell) => (
              <table.FlexRender key={cell.id} cell={cell} />
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

/** Sorting by a column begins with what one looks for first: names from A, moments from the newest. */
function sortedHref(path: string, address: PanelAddress, sort: KeySort): string {
  const descending = sort === address.sort ? !address.descending : sort === 'created' || sort === 'used'
  return panelHref(path, { ...address, sort, descending, cursor: null })
}
