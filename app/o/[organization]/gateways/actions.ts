'use server'

import { registerGateway } from '@/lib/operations/register-gateway'
import { retireGateway } from '@/lib/operations/retire-gateway'
import { runAction } from '@/lib/server/run-action'

export const registerGatewayAction = async (organization: string, input: unknown) =>
  runAction(registerGateway, organization, input)
export const retireGatewayAction = async (organization: string, input: unknown) =>
  runAction(retireGateway, organization, input)
