'use client'

import { MailPlus, SearchX, UserMinus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { ListFoot } from '@/components/list-foot'
import { membersHref } from '@/components/places'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import type { InvitationsView, ListedMemberView, MembersView } from '@/lib/contract/members'
import { commonWords } from '@/words/common'
import { membersWords as words } from '@/words/members'
import { InvitationsTable, type RenewInvitation, type WithdrawInvitation } from './invitations-table'
import { type InviteMember, InviteMemberDialog } from './invite-member-dialog'
import { MemberActions, type MemberVerb } from './member-actions'
import { type MemberChanges, MemberDialogs } from './member-dialogs'
import { MEMBER_TABS, type MembersAddress, type MemberTab, membersAddressHref } from './members-address'
import { MembersTable } from './members-table'
import { MembersToolbar } from './members-toolbar'
import { useMemberDialog } from './use-member-dialog'

export type MembersPageProps = {
  view: MembersView
  /** Read on their tab. */
  invitations: InvitationsView | null
  address: MembersAddress
  actions: {
    readonly inviteMember: InviteMember
    readonly renewInvitation: RenewInvitation
    readonly withdrawInvitation: WithdrawInvitation
  } & MemberChanges
}

export function MembersPage({ view, invitations, address, actions }: MembersPageProps) {
  const router = useRouter()
  const { organizationSlug } = useViewer()
  const [inviting, setInviting] = useState<{ readonly email: string } | null>(null)
  const inviteButton = useRef<HTMLElement | null>(null)
  const { can } = view
  const { tab } = address
  const href = (to: Partial<MembersAddress>) =>
    membersAddressHref(membersHref(organizationSlug), { ...address, cursor: null, ...to })

  function invite(pressed: HTMLElement, email = '') {
    inviteButton.current = pressed
    setInviting({ email })
  }

  const asking = useMemberDialog()

  function ask(verb: MemberVerb, member: ListedMemberView, pressed: HTMLElement) {
    if (verb === 'invite_back') invite(pressed, member.email)
    else void asking.ask(verb, member, pressed)
  }

  const counts: Partial<Record<MemberTab, number>> = view.invitations ? { invitations: view.invitations } : {}
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          can.invite.length > 0 && (
            <Button variant="primary" onClick={(event) => invite(event.currentTarget)}>
              {words.invite}
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-3">
        <Tabs
          label={words.tabs.label}
          tabs={MEMBER_TABS.filter((known) => known !== 'invitations' || view.invitations !== null).map((known) => ({
            label: words.tabs[known],
            ...(counts[known] === undefined ? {} : { count: String(counts[known]) }),
            current: known === tab,
            href: membersAddressHref(membersHref(organizationSlug), { ...NOTHING_CHOSEN, tab: known }),
          }))}
        />
        {invitations ? (
          invitations.invitations.length > 0 ? (
            <InvitationsTable
              view={invitations}
              renewInvitation={actions.renewInvitation}
              withdrawInvitation={actions.withdrawInvitation}
            />
          ) : (
            <EmptyState
              icon={MailPlus}
              title={words.empty.noInvitations}
              description={words.empty.noInvitationsDescription}
              action={<Button onClick={(event) => invite(event.currentTarget)}>{words.invite}</Button>}
            />
          )
        ) : (
          <>
            <MembersToolbar tab={tab} />
            {view.members.length > 0 ? (
              <>
                <MembersTable
                  view={view}
                  caption={words.tabs[tab]}
                  actionsOf={(member) => (
                    <MemberActions
                      member={member}
                      invites={can.invite.length > 0}
                      inventory={can.inventory}
                      onAsk={ask}
                    />
                  )}
                />
                <ListFoot
                  pages={commonWords.pages}
                  first={address.cursor ? href({}) : null}
                  next={view.nextCursor ? href({ cursor: view.nextCursor }) : null}
                >
                  <p>
                    {view.nextCursor || address.cursor
                      ? words.countOrMore(view.members.length)
                      : words.count(view.members.length)}
                  </p>
                </ListFoot>
              </>
            ) : address.text || address.role || address.state ? (
              <EmptyState
                icon={SearchX}
                title={words.empty.noneFound}
                description={words.empty.noneFoundDescription}
                action={
                  <LinkButton href={href({ text: '', role: null, state: null })}>{words.empty.showAll}</LinkButton>
                }
              />
            ) : (
              <EmptyState
                icon={UserMinus}
                title={words.empty.noneRemoved}
                description={words.empty.noneRemovedDescription}
              />
            )}
          </>
        )}
      </div>
      {asking.asked && (
        <MemberDialogs
          key={asking.asked.turn}
          asked={asking.asked}
          ImpactDialog={asking.ImpactDialog}
          changes={actions}
          onClose={asking.close}
          onRestricting={asking.restrict}
          finalFocus={asking.pressed}
        />
      )}
      <InviteMemberDialog
        open={inviting !== null}
        email={inviting?.email ?? ''}
        roles={can.invite}
        inviteMember={actions.inviteMember}
        finalFocus={inviteButton}
        onClose={(invited) => {
          setInviting(null)
          if (invited) router.refresh()
        }}
      />
    </>
  )
}

const NOTHING_CHOSEN = { text: '', role: null, state: null, cursor: null } as const
