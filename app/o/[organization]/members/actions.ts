'use server'

import { changeMemberRole } from '@/lib/operations/change-member-role'
import { inviteMember } from '@/lib/operations/invite-member'
import { reactivateMember } from '@/lib/operations/reactivate-member'
import { removeMember } from '@/lib/operations/remove-member'
import { renewInvitation } from '@/lib/operations/renew-invitation'
import { suspendMember } from '@/lib/operations/suspend-member'
import { withdrawInvitation } from '@/lib/operations/withdraw-invitation'
import { runAction } from '@/lib/server/run-action'

export const inviteMemberAction = async (organization: string, input: unknown) =>
  runAction(inviteMember, organization, input)
export const renewInvitationAction = async (organization: string, input: unknown) =>
  runAction(renewInvitation, organization, input)
export const withdrawInvitationAction = async (organization: string, input: unknown) =>
  runAction(withdrawInvitation, organization, input)
export const removeMemberAction = async (organization: string, input: unknown) =>
  runAction(removeMember, organization, input)
export const suspendMemberAction = async (organization: string, input: unknown) =>
  runAction(suspendMember, organization, input)
export const reactivateMemberAction = async (organization: string, input: unknown) =>
  runAction(reactivateMember, organization, input)
export const changeMemberRoleAction = async (organization: string, input: unknown) =>
  runAction(changeMemberRole, organization, input)
