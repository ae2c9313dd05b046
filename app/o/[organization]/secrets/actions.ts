'use server'

import { createSecret } from '@/lib/operations/create-secret'
import { deleteSecret } from '@/lib/operations/delete-secret'
import { renameSecret } from '@/lib/operations/rename-secret'
import { restoreSecret } from '@/lib/operations/restore-secret'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { shareSecret } from '@/lib/operations/share-secret'
import { unshareSecret } from '@/lib/operations/unshare-secret'
import { updateSecret } from '@/lib/operations/update-secret'
import { runAction } from '@/lib/server/run-action'

export const createSecretAction = async (organization: string, input: unknown) =>
  runAction(createSecret, organization, input)
export const revealSecretAction = async (organization: string, input: unknown) =>
  runAction(revealSecret, organization, input)
export const updateSecretAction = async (organization: string, input: unknown) =>
  runAction(updateSecret, organization, input)
export const renameSecretAction = async (organization: string, input: unknown) =>
  runAction(renameSecret, organization, input)
export const shareSecretAction = async (organization: string, input: unknown) =>
  runAction(shareSecret, organization, input)
export const unshareSecretAction = async (organization: string, input: unknown) =>
  runAction(unshareSecret, organization, input)
export const deleteSecretAction = async (organization: string, input: unknown) =>
  runAction(deleteSecret, organization, input)
export const restoreSecretAction = async (organization: string, input: unknown) =>
  runAction(restoreSecret, organization, input)
