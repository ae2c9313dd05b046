'use server'

import { createSecret } from '@/lib/operations/create-secret'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { runAction } from '@/lib/server/run-action'

export const createSecretAction = async (organization: string, input: unknown) =>
  runAction(createSecret, organization, input)
export const revealSecretAction = async (organization: string, input: unknown) =>
  runAction(revealSecret, organization, input)
