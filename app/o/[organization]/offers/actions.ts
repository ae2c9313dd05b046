'use server'

import type { ActionState } from '@/lib/contract/action-state'
import type { TakenOverView } from '@/lib/contract/hand-over'
import { acceptAppOffer } from '@/lib/operations/accept-app-offer'
import { acceptOffer } from '@/lib/operations/accept-offer'
import { assignAppOwner } from '@/lib/operations/assign-app-owner'
import { declineOffer } from '@/lib/operations/decline-offer'
import { listHeirs } from '@/lib/operations/list-heirs'
import { offerApiKeys } from '@/lib/operations/offer-api-keys'
import { offerApp } from '@/lib/operations/offer-app'
import { withdrawOffer } from '@/lib/operations/withdraw-offer'
import { runAction } from '@/lib/server/run-action'
import { handOut } from '../[service]/hand-out'

export const listHeirsAction = async (organization: string, input: unknown) => runAction(listHeirs, organization, input)
export const offerApiKeysAction = async (organization: string, input: unknown) =>
  runAction(offerApiKeys, organization, input)
export const offerAppAction = async (organization: string, input: unknown) => runAction(offerApp, organization, input)
export const assignAppOwnerAction = async (organization: string, input: unknown) =>
  runAction(assignAppOwner, organization, input)
export const withdrawOfferAction = async (organization: string, input: unknown) =>
  runAction(withdrawOffer, organization, input)
export const declineOfferAction = async (organization: string, input: unknown) =>
  runAction(declineOffer, organization, input)
export const acceptOfferAction = async (organization: string, input: unknown): Promise<ActionState<TakenOverView>> =>
  handOut(await runAction(acceptOffer, organization, input))
export const acceptAppOfferAction = async (organization: string, input: unknown) =>
  runAction(acceptAppOffer, organization, input)
