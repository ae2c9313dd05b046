'use server'

import type { ActionState } from '@/lib/contract/action-state'
import { RevokeApiKeysInput, type RotatedApiKeyView } from '@/lib/contract/api-keys'
import { changeApiKeyLimits } from '@/lib/operations/change-api-key-limits'
import { changeApp } from '@/lib/operations/change-app'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { enableApiKey } from '@/lib/operations/enable-api-key'
import { makeUpstreamSecret } from '@/lib/operations/make-upstream-secret'
import { noteApiKey } from '@/lib/operations/note-api-key'
import { removeUpstreamSecret } from '@/lib/operations/remove-upstream-secret'
import { renameApiKey } from '@/lib/operations/rename-api-key'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { rotateApiKey } from '@/lib/operations/rotate-api-key'
import { switchProvider } from '@/lib/operations/switch-provider'
import { runAction, runActionOnEach } from '@/lib/server/run-action'
import { handOut, handOutUpstreamSecret } from './hand-out'

export const createAppAction = async (organization: string, input: unknown) => runAction(createApp, organization, input)
export const changeAppAction = async (organization: string, input: unknown) => runAction(changeApp, organization, input)
export const switchProviderAction = async (organization: string, input: unknown) =>
  runAction(switchProvider, organization, input)
export const deleteAppAction = async (organization: string, input: unknown) => runAction(deleteApp, organization, input)
export const makeUpstreamSecretAction = async (organization: string, input: unknown) =>
  handOutUpstreamSecret(await runAction(makeUpstreamSecret, organization, input))
export const removeUpstreamSecretAction = async (organization: string, input: unknown) =>
  runAction(removeUpstreamSecret, organization, input)
export const createApiKeyAction = async (organization: string, input: unknown) =>
  handOut(await runAction(createApiKey, organization, input))
export const rotateApiKeyAction = async (
  organization: string,
  input: unknown,
): Promise<ActionState<RotatedApiKeyView>> => handOut(await runAction(rotateApiKey, organization, input))
export const renameApiKeyAction = async (organization: string, input: unknown) =>
  runAction(renameApiKey, organization, input)
export const noteApiKeyAction = async (organization: string, input: unknown) =>
  runAction(noteApiKey, organization, input)
export const revokeApiKeyAction = async (organization: string, input: unknown) =>
  runAction(revokeApiKey, organization, input)
export const revokeApiKeysAction = async (organization: string, input: unknown) =>
  runActionOnEach(revokeApiKey, organization, RevokeApiKeysInput, input)
export const disableApiKeyAction = async (organization: string, input: unknown) =>
  runAction(disableApiKey, organization, input)
export const enableApiKeyAction = async (organization: string, input: unknown) =>
  runAction(enableApiKey, organization, input)
export const changeApiKeyLimitsAction = async (organization: string, input: unknown) =>
  runAction(changeApiKeyLimits, organization, input)
