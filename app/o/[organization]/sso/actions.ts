'use server'

import { singleSignOnHref } from '@/components/places'
import { removeIdentityProvider } from '@/lib/operations/remove-identity-provider'
import { switchSingleSignOn } from '@/lib/operations/switch-single-sign-on'
import { configureSingleSignOn } from '@/lib/server/configure-single-sign-on'
import { runAction } from '@/lib/server/run-action'
import { beginSignOnAs } from '@/lib/server/single-sign-on'

export const configureAction = async (organization: string, input: unknown) =>
  configureSingleSignOn(organization, input)
export const switchAction = async (organization: string, input: unknown) =>
  runAction(switchSingleSignOn, organization, input)
export const removeAction = async (organization: string, input: unknown) =>
  runAction(removeIdentityProvider, organization, input)
export const testAction = async (organization: string) =>
  beginSignOnAs('test', organization, singleSignOnHref(organization))
