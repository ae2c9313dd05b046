'use server'

import { changeAccount } from '@/lib/operations/change-account'
import { disconnectIdentity } from '@/lib/operations/disconnect-identity'
import { endOtherSessions, endOwnSession } from '@/lib/operations/end-own-sessions'
import { changeOwnPassword, runAccountAction } from '@/lib/server/run-account-action'

export const changeAccountAction = async (input: unknown) => runAccountAction(changeAccount, input)
export const changePasswordAction = async (input: unknown) => changeOwnPassword(input)
export const disconnectAction = async (input: unknown) => runAccountAction(disconnectIdentity, input)
export const endOwnSessionAction = async (input: unknown) => runAccountAction(endOwnSession, input)
export const endOtherSessionsAction = async (input: unknown) => runAccountAction(endOtherSessions, input)
