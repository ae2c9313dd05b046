import type { Metadata } from 'next'
import { readMembersAddress } from '@/components/members/members-address'
import { MembersPage } from '@/components/members/members-page'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { listInvitations } from '@/lib/operations/list-invitations'
import { listMembers } from '@/lib/operations/list-members'
import { queryOrNotFound } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { membersWords } from '@/words/members'
import {
  changeMemberRoleAction,
  inviteMemberAction,
  reactivateMemberAction,
  removeMemberAction,
  renewInvitationAction,
  suspendMemberAction,
  withdrawInvitationAction,
} from './actions'

export const metadata: Metadata = { title: membersWords.title }

export default async function OrganizationMembersPage({
  params,
  searchParams,
}: {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { organization } = await params
  const address = readMembersAddress(await searchParams)
  const { tab, text, role, state, cursor } = address
  const view = await queryOrNotFound(listMembers, organization, {
    text,
    ...(role ? { role } : {}),
    ...(tab === 'removed' ? { state: 'removed' } : state ? { state } : {}),
    ...(cursor ? { cursor } : {}),
  })
  const invitations = tab === 'invitations' ? await queryOrNotFound(listInvitations, organization, {}) : null
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.organization }, { label: membersWords.title }]} />
      <MembersPage
        view={view}
        invitations={invitations}
        address={address}
        actions={{
          inviteMember: inviteMemberAction.bind(null, organization),
          renewInvitation: renewInvitationAction.bind(null, organization),
          withdrawInvitation: withdrawInvitationAction.bind(null, organization),
          removeMember: removeMemberAction.bind(null, organization),
          suspendMember: suspendMemberAction.bind(null, organization),
          reactivateMember: reactivateMemberAction.bind(null, organization),
          changeMemberRole: changeMemberRoleAction.bind(null, organization),
        }}
      />
    </>
  )
}
