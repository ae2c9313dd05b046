'use server'

import { chooseChannels } from '@/lib/operations/choose-channels'
import { retryDeliveries } from '@/lib/operations/retry-deliveries'
import { runAction } from '@/lib/server/run-action'

export const chooseChannelsAction = async (organization: string, input: unknown) =>
  runAction(chooseChannels, organization, input)
export const retryDeliveriesAction = async (organization: string, input: unknown) =>
  runAction(retryDeliveries, organization, input)
