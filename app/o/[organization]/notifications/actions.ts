'use server'

import { chooseOwnMails } from '@/lib/operations/choose-own-mails'
import { markNotificationsRead } from '@/lib/operations/mark-notifications-read'
import { runAction } from '@/lib/server/run-action'

export const markReadAction = async (organization: string, input: unknown) =>
  runAction(markNotificationsRead, organization, input)
export const chooseOwnMailsAction = async (organization: string, input: unknown) =>
  runAction(chooseOwnMails, organization, input)
