'use client'

import {
  columnVisibilityFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { createContext, type ReactNode, useContext } from 'react'
import { Distance, Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { Offered } from '@/components/hand-over/offered'
import { apiKeyHref, appHref } from '@/components/places'
import { Checkbox } from '@/components/ui/checkbox'
import { classNames } from '@/components/ui/class-names'
import { Said } from '@/components/ui/said'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import { LastCaller, LastUsed, RequestsOfLastDay } from '@/components/usage/key-use'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { KEY_SORTS, type KeySort, type KeyTab } from '@/lib/core/api-key'
import { columnWords, rowWords, selectionWords, TAB_WORDS, TYPE_WORDS } from '@/words/api-keys'
import { offeredWords } from '@/words/hand-over'
import { KeyActions, type KeyActionsProps } from './key-actions'
import { AppEnvironment, Ending, Expiry, KeyHint, KeyNote, OrphanReasons, OwnerRole, Scopes } from './key-cells'
import { KeyState } from './key-state'
import type { PanelAddress } from './panel-address'
import { panelHref } from './panel-address'
import type { Selection } from './use-selection'

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
  selection: Selection
  onNavigate: (href: string) => void
}

/** What makes way first where there is little room beside the navigation; a key's page has it all, and so has a card. */
const MAKES_WAY: Readonly<Record<string, string>> = {
  key: 'md:max-[76rem]:hidden',
  type: 'md:max-[104rem]:hidden',
  scopes: 'md:max-[100rem]:hidden',
  created: 'md:max-[88rem]:hidden',
  used: 'md:max-[62rem]:hidden',
  requests: 'md:max-[72rem]:hidden',
}

/** One column more takes the room of others. */
const MAKES_WAY_FOR_APPS: Readonly<Record<string, string>> = {
  ...MAKES_WAY,
  key: 'md:max-[104rem]:hidden',
  type: 'md:max-[120rem]:hidden',
  scopes: 'md:max-[112rem]:hidden',
}

/** What one may do with a key is in sight however narrow the table is. */
const STAYS = 'md:sticky md:right-0 md:bg-inherit'

const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature })
const column = createColumnHelper<typeof features, ApiKeyView>()

/** What the cells have in common. Not in their columns, for a column that is made anew makes its cells anew, and the focus in them is lost. */
type InTable = Omit<ApiKeysTableProps, 'rows' | 'path' | 'address' | 'onNavigate'> & {
  readonly makesWay: Readonly<Record<string, string>>
}
const TableContext = createContext<InTable | null>(null)

function useInTable(): InTable {
  const inTable = useContext(TableContext)
  if (!inTable) throw new Error('A cell stands outside of its table.')
  return inTable
}

type CellProps = { apiKey: ApiKeyView }
const cell =
  (Cell: (props: CellProps) => ReactNode) =>
  ({ row }: { row: { original: ApiKeyView } }) => <Cell apiKey={row.original} />

const COLUMNS = column.columns([
  column.display({ id: 'select', header: columnWords.select, cell: cell(SelectCell) }),
  column.display({ id: 'name', header: columnWords.name, cell: cell(NameCell) }),
  column.display({ id: 'app', header: columnWords.app, cell: cell(AppCell) }),
  column.display({ id: 'key', header: columnWords.key, cell: cell(KeyCell) }),
  column.display({ id: 'type', header: columnWords.type, cell: cell(TypeCell) }),
  column.display({ id: 'owner', header: columnWords.owner, cell: cell(OwnerCell) }),
  column.display({ id: 'scopes', header: columnWords.scopes, cell: cell(ScopesCell) }),
  column.display({ id: 'created', header: columnWords.created, cell: cell(CreatedCell) }),
  column.display({ id: 'expires', header: columnWords.expires, cell: cell(ExpiresCell) }),
  column.display({ id: 'used', header: columnWords.used, cell: cell(UsedCell) }),
  column.display({ id: 'requests', header: columnWords.requests, cell: cell(RequestsCell) }),
  column.display({ id: 'actions', header: columnWords.actions, cell: cell(ActionsCell) }),
])

function SelectCell({ apiKey }: CellProps) {
  const { selection } = useInTable()
  return (
    <TableCell inCard="corner" className="select-none md:w-8 md:pr-0">
      {apiKey.can.revoke && (
        <Checkbox
          label={selectionWords.one(apiKey.name)}
          labelHidden
          checked={selection.has(apiKey.id)}
          // What changes a box is a click, which knows of the Shift key.
          onChange={({ currentTarget, nativeEvent }) =>
            selection.set(apiKey.id, currentTarget.checked, (nativeEvent as MouseEvent).shiftKey)
          }
        />
      )}
    </TableCell>
  )
}

function NameCell({ apiKey }: CellProps) {
  const { organizationSlug } = useViewer()
  const { tab, now, withApps } = useInTable()
  return (
    <TableCell
      inCard="title"
      className={classNames('md:min-w-36 md:max-w-64', tab === 'orphaned' && 'md:max-w-72 md:py-2.5')}
      detail={
        <span className="flex min-w-0 flex-col gap-0.5 pt-0.5">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <KeyState apiKey={apiKey} now={now} />
            <span className={classNames('max-md:hidden', withApps ? 'min-[120rem]:hidden' : 'min-[104rem]:hidden')}>
              {TYPE_WORDS[apiKey.type]}
            </span>
          </span>
          {tab === 'orphaned' && <OrphanReasons apiKey={apiKey} />}
          {apiKey.offer && (
            <span>
              <Offered offer={apiKey.offer} />
            </span>
          )}
          {apiKey.leftBy && apiKey.status !== 'revoked' && (
            <span className="text-warn">{offeredWords.knownInRow(apiKey.leftBy)}</span>
          )}
          {(apiKey.endsAt || apiKey.rotatedTo) && (
            <span>
              <Ending apiKey={apiKey} now={now} />
            </span>
          )}
          {apiKey.note && <KeyNote note={apiKey.note} />}
        </span>
      }
    >
      <TextLink look="plain" href={apiKeyHref(organizationSlug, apiKey.app, apiKey.id)} className="break-words">
        {apiKey.name}
      </TextLink>
    </TableCell>
  )
}

function AppCell({ apiKey: { app } }: CellProps) {
  const { organizationSlug } = useViewer()
  return (
    <TableCell label={columnWords.app} detail={<AppEnvironment app={app} />}>
      <TextLink look="plain" className="break-words font-normal" href={appHref(organizationSlug, app)}>
        {app.name}
      </TextLink>
    </TableCell>
  )
}

function KeyCell({ apiKey }: CellProps) {
  const { makesWay } = useInTable()
  return (
    <TableCell
      label={columnWords.key}
      className={makesWay.key}
      detail={<Said as={rowWords.endsInCharacters(<code className="font-mono">{apiKey.hint}</code>)} />}
    >
      <KeyHint apiKey={apiKey} />
    </TableCell>
  )
}

function TypeCell({ apiKey: { type } }: CellProps) {
  const { makesWay } = useInTable()
  return (
    <TableCell
      label={columnWords.type}
      className={classNames('md:whitespace-nowrap', makesWay.type)}
      detail={type === 'user' ? rowWords.actsAsOwner : rowWords.actsAsApp}
    >
      {TYPE_WORDS[type]}
    </TableCell>
  )
}

function OwnerCell({ apiKey: { owner } }: CellProps) {
  return (
    <TableCell label={columnWords.owner} className="md:min-w-28 md:max-w-44" detail={<OwnerRole owner={owner} />}>
      {owner.name}
    </TableCell>
  )
}

function ScopesCell({ apiKey: { scopes } }: CellProps) {
  const { makesWay } = useInTable()
  return (
    <TableCell label={columnWords.scopes} className={makesWay.scopes}>
      <Scopes scopes={scopes} />
    </TableCell>
  )
}

function CreatedCell({ apiKey: { createdAt } }: CellProps) {
  const { makesWay, now } = useInTable()
  return (
    <TableCell
      label={columnWords.created}
      className={classNames('md:whitespace-nowrap', makesWay.created)}
      detail={<Moment at={createdAt} look="day" />}
    >
      <Distance at={createdAt} now={now} />
    </TableCell>
  )
}

function ExpiresCell({ apiKey }: CellProps) {
  const { now } = useInTable()
  return (
    <TableCell
      label={columnWords.expires}
      className="md:whitespace-nowrap"
      {...(apiKey.stopsAt ? { detail: <Moment at={apiKey.stopsAt} /> } : {})}
    >
      <Expiry apiKey={apiKey} now={now} />
    </TableCell>
  )
}

function UsedCell({ apiKey }: CellProps) {
  const { makesWay, now } = useInTable()
  return (
    <TableCell
      label={columnWords.used}
      className={classNames('md:max-w-44 md:whitespace-nowrap', makesWay.used)}
      {...(apiKey.lastUsed ? { detail: <LastUse apiKey={apiKey} at={apiKey.lastUsed.at} /> } : {})}
    >
      <LastUsed apiKey={apiKey} now={now} />
    </TableCell>
  )
}

function RequestsCell({ apiKey }: CellProps) {
  const { makesWay } = useInTable()
  return (
    <TableCell label={columnWords.requests} align="end" className={makesWay.requests}>
      <RequestsOfLastDay apiKey={apiKey} />
    </TableCell>
  )
}

function ActionsCell({ apiKey }: CellProps) {
  const { onRotate, onRevoke, onDisable, onEnable, onRename, onNote, onOffer, onWithdraw, orphanedNoteId } =
    useInTable()
  return (
    <TableCell inCard="actions" align="end" className={classNames('md:w-24', STAYS)}>
      <KeyActions
        apiKey={apiKey}
        onRotate={onRotate}
        onRevoke={onRevoke}
        onDisable={onDisable}
        onEnable={onEnable}
        onRename={onRename}
        onNote={onNote}
        onOffer={onOffer}
        onWithdraw={onWithdraw}
        orphanedNoteId={orphanedNoteId}
      />
    </TableCell>
  )
}

/** The rows come sorted, cut and counted by the database; the table only knows how they are. */
export function ApiKeysTable({ rows, path, address, onNavigate, ...shared }: ApiKeysTableProps) {
  const { tab, withApps, selection } = shared
  const makesWay = withApps ? MAKES_WAY_FOR_APPS : MAKES_WAY
  const table = useTable({
    features,
    columns: COLUMNS,
    data: rows as ApiKeyView[],
    getRowId: (key) => key.id,
    manualSorting: true,
    state: {
      sorting: [{ id: address.sort, desc: address.descending }],
      columnVisibility: { app: withApps, select: selection.selectable.length > 0 },
    },
  })

  return (
    <TableContext value={{ ...shared, makesWay }}>
      <Table caption={columnWords.captionOf(TAB_WORDS[tab])}>
        <TableHead>
          {table.getHeaderGroups().map((group) => (
            <TableRow key={group.id}>
              {group.headers.map(({ id, column: { columnDef } }) => {
                const sort = KEY_SORTS.find((known) => known === id)
                return (
                  <ColumnHead
                    key={id}
                    className={id === 'select' ? 'w-8 pr-0' : id === 'actions' ? STAYS : makesWay[id]}
                    align={id === 'actions' || id === 'requests' ? 'end' : 'start'}
                    sorted={sort === address.sort ? (address.descending ? 'descending' : 'ascending') : undefined}
                    sortHref={sort && sortedHref(path, address, sort)}
                    onNavigate={onNavigate}
                  >
                    {id === 'select' ? <SelectAll selection={selection} labelHidden /> : String(columnDef.header)}
                  </ColumnHead>
                )
              })}
            </TableRow>
          ))}
        </TableHead>
        <TableBody>
          {table.getRowModel().rows.map((row) => (
            <TableRow key={row.id} className="group/key md:[tbody>&]:has-checked:bg-accent-soft">
              {row.getVisibleCells().map((visible) => (
                <table.FlexRender key={visible.id} cell={visible} />
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContext>
  )
}

/** Of the page that is shown: what is on others nobody has looked at. */
export function SelectAll({
  selection: { keys, selectable, all },
  labelHidden,
}: {
  selection: Selection
  labelHidden?: boolean
}) {
  const every = keys.length === selectable.length
  return (
    <Checkbox
      label={selectionWords.all}
      labelHidden={labelHidden}
      checked={every}
      indeterminate={keys.length > 0 && !every}
      onChange={() => all(!every)}
    />
  )
}

/**
 * From where it was used last, and, for a row that is pointed at or has the focus, exactly when. Both have the same place, so that
 * the moment costs no further stop of the Tab key in each row; in a card there is room for both.
 */
function LastUse({ apiKey, at }: { apiKey: ApiKeyView; at: string }) {
  return (
    <>
      <span className="md:group-hover/key:hidden md:group-has-focus-visible/key:hidden">
        <LastCaller apiKey={apiKey} />
      </span>
      <span className="md:hidden md:group-hover/key:inline md:group-has-focus-visible/key:inline">
        <Moment at={at} />
      </span>
    </>
  )
}

/** Sorting by a column begins with what one looks for first: names from A, moments from the newest. */
function sortedHref(path: string, address: PanelAddress, sort: KeySort): string {
  const descending = sort === address.sort ? !address.descending : sort === 'created' || sort === 'used'
  return panelHref(path, { ...address, sort, descending, cursor: null })
}
