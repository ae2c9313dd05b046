'use client'

import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { type DisableApiKey, DisableApiKeyDialog } from './disable-api-key-dialog'
import { type RevokeApiKey, RevokeApiKeyDialog } from './revoke-api-key-dialog'
import { type RotateApiKey, RotateApiKeyDialog } from './rotate-api-key-dialog'
import type { Asking } from './use-asking'

export type KeyDialogsProps = {
  apiKey: ApiKeyView
  now: string
  actions: {
    readonly rotateApiKey: RotateApiKey
    readonly disableApiKey: DisableApiKey
    readonly revokeApiKey: RevokeApiKey
    readonly createSecret: CreateSecret
  }
  /** What each of them is open for, if it is. */
  asked: { readonly rotation: Asking; readonly disabling: Asking; readonly revocation: Asking }
}

/** What the buttons of a key's page ask, loaded together when one of them is wanted. */
export function KeyDialogs({ apiKey, now, actions, asked: { rotation, disabling, revocation } }: KeyDialogsProps) {
  return (
    <>
      <RotateApiKeyDialog
        {...rotation.dialog}
        apiKey={apiKey}
        now={now}
        rotateApiKey={actions.rotateApiKey}
        createSecret={actions.createSecret}
        onRotated={rotation.done}
      />
      <DisableApiKeyDialog
        {...disabling.dialog}
        apiKey={apiKey}
        now={now}
        disableApiKey={actions.disableApiKey}
        onDisabled={disabling.done}
      />
      <RevokeApiKeyDialog
        {...revocation.dialog}
        apiKey={apiKey}
        now={now}
        revokeApiKey={actions.revokeApiKey}
        onRevoked={revocation.done}
      />
    </>
  )
}
