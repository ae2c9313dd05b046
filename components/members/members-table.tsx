'use client'

import type { ReactNode } from 'react'
import { Distance, Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { keysOfMemberHref } from '@/components/places'
import { Badge } from '@/components/ui/badge'
import { formatDay } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { TextLink } from '@/components/ui/text-link'
import type { ListedMemberView, MembersView } from '@/lib/contract/members'
import type { MembershipState } from '@/lib/core/membership'
import { membersWords as words } from '@/words/members'
import { ROLE_WORDS } from '@/words/terms'

const { columns } = words

export type MembersTableProps = {
  view: MembersView
  caption: string
  /** What can be done with a member; nothing for most viewers. */
  actionsOf: (member: ListedMemberView) => ReactNode
}

export function MembersTable({ view, caption, actionsOf }: MembersTableProps) {
  return (
    <Table caption={caption}>
      <TableHead>
        <TableRow>
          <ColumnHead>{columns.name}</ColumnHead>
          <ColumnHead>{columns.role}</ColumnHead>
          <ColumnHead>{columns.state}</ColumnHead>
          <ColumnHead align="end">{columns.keys}</ColumnHead>
          <ColumnHead>{columns.lastSignIn}</ColumnHead>
          <ColumnHead>{columns.joined}</ColumnHead>
          <ColumnHead align="end" labelHidden>
            {columns.actions}
          </ColumnHead>
        </TableRow>
      </TableHead>
      <TableBody>
        {view.members.map((member) => (
          <TableRow key={member.id}>
            <TableCell inCard="title" detail={<span className="break-all">{member.email}</span>}>
              <span className="break-words font-medium">{member.name}</span>
              {member.isOwn && <Badge className="ml-2">{words.you}</Badge>}
            </TableCell>
            <TableCell label={columns.role}>{ROLE_WORDS[member.role]}</TableCell>
            <TableCell
              label={columns.state}
              {...(member.returning ? { detail: <Returning returning={member.returning} /> } : {})}
            >
              <MemberState state={member.state} />
            </TableCell>
            <TableCell label={columns.keys} align="end">
              <KeysOf member={member} linked={view.can.inventory} />
            </TableCell>
            <TableCell label={columns.lastSignIn} className="md:whitespace-nowrap">
              {member.lastSignInAt ? <Distance at={member.lastSignInAt} now={view.now} /> : words.never}
            </TableCell>
            <TableCell label={columns.joined} className="md:whitespace-nowrap">
              <Moment at={member.joinedAt} look="day" />
            </TableCell>
            <TableCell inCard="corner" align="end">
              {actionsOf(member)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

const TONES = { active: 'good', suspended: 'warn', removed: 'neutral' } as const

function MemberState({ state }: { state: MembershipState }) {
  return <StatusBadge tone={TONES[state]}>{words.states[state]}</StatusBadge>
}

function Returning({ returning }: { returning: NonNullable<ListedMemberView['returning']> }) {
  const { timeZone } = useViewer()
  return words.returning(returning.keys, formatDay(returning.until, timeZone))
}

/** How many keys they answer for; those that are orphaned of theirs apart. */
function KeysOf({ member, linked }: { member: ListedMemberView; linked: boolean }) {
  const { organizationSlug } = useViewer()
  const { active, orphaned } = member.keys
  const said = (
    <>
      {words.keys.active(active)}
      {orphaned > 0 && <span className="text-ink-2"> · {words.keys.orphaned(orphaned)}</span>}
    </>
  )
  return linked && active + orphaned > 0 ? (
    <TextLink
      href={
        active > 0
          ? keysOfMemberHref(organizationSlug, member.id)
          : `${keysOfMemberHref(organizationSlug, member.id)}&tab=orphaned`
      }
      aria-label={`${words.keys.of(member.name)}: ${words.keys.active(active)}`}
    >
      {said}
    </TextLink>
  ) : (
    said
  )
}
