'use server'

import { inviteMember } from '@/lib/operations/invite-member'
import { renewInvitation } from '@/lib/operations/renew-invitation'
import { withdrawInvitation } from '@/lib/operations/withdraw-invitation'
import { runAction } from '@/lib/server/run-action'

export const inviteMemberAction = async (organization: string, input: unknown) =>
  runAction(inviteMember, organization, input)
export const renewInvitationAction = async (organization: string, input: unknown) =>
  runAction(renewInvitation, organization, input)
export const withdrawInvitationAction = async (organization: string, input: unknown) =>
  runAction(withdrawInvitation, organization, input)
