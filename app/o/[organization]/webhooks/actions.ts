'use server'

import { changeWebhook } from '@/lib/operations/change-webhook'
import { createWebhook } from '@/lib/operations/create-webhook'
import { deleteWebhook } from '@/lib/operations/delete-webhook'
import { endOldWebhookSecret } from '@/lib/operations/end-old-webhook-secret'
import { rotateWebhookSecret } from '@/lib/operations/rotate-webhook-secret'
import { sendDeliveryAgain } from '@/lib/operations/send-delivery-again'
import { sendFailedDeliveriesAgain } from '@/lib/operations/send-failed-deliveries-again'
import { switchWebhook } from '@/lib/operations/switch-webhook'
import { pingWebhook } from '@/lib/server/ping-webhook'
import { runAction } from '@/lib/server/run-action'
import { handOutWebhookSecret } from './hand-out'

export const createWebhookAction = async (organization: string, input: unknown) =>
  handOutWebhookSecret(await runAction(createWebhook, organization, input))
export const rotateWebhookSecretAction = async (organization: string, input: unknown) =>
  handOutWebhookSecret(await runAction(rotateWebhookSecret, organization, input))
export const endOldWebhookSecretAction = async (organization: string, input: unknown) =>
  runAction(endOldWebhookSecret, organization, input)
export const changeWebhookAction = async (organization: string, input: unknown) =>
  runAction(changeWebhook, organization, input)
export const switchWebhookAction = async (organization: string, input: unknown) =>
  runAction(switchWebhook, organization, input)
export const deleteWebhookAction = async (organization: string, input: unknown) =>
  runAction(deleteWebhook, organization, input)
export const pingWebhookAction = async (organization: string, input: unknown) => pingWebhook(organization, input)
export const sendAgainAction = async (organization: string, input: unknown) =>
  runAction(sendDeliveryAgain, organization, input)
export const sendFailedAgainAction = async (organization: string, input: unknown) =>
  runAction(sendFailedDeliveriesAgain, organization, input)
