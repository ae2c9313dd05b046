'use client'

import type { RefObject } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { type Offering, OfferKeysDialog } from '@/components/hand-over/offer-keys-dialog'
import { apiKeyHref } from '@/components/places'
import type { ApiKeysPage } from '@/lib/contract/api-keys'
import { ChooseAppDialog } from './choose-app-dialog'
import { CreateApiKeyDialog } from './create-api-key-dialog'
import { DisableApiKeyDialog } from './disable-api-key-dialog'
import { NoteApiKeyDialog } from './note-api-key-dialog'
import type { PanelActions } from './panel-actions'
import type { PanelScope } from './panel-scope'
import { RenameApiKeyDialog } from './rename-api-key-dialog'
import { RevokeApiKeyDialog } from './revoke-api-key-dialog'
import { RevokeApiKeysDialog } from './revoke-api-keys-dialog'
import { RotateApiKeyDialog } from './rotate-api-key-dialog'
import type { Asking } from './use-asking'
import type { Creation } from './use-creation'

export type PanelDialogsProps = {
  scope: PanelScope
  page: ApiKeysPage
  actions: PanelActions
  /** What each of them is open for, if it is. */
  asked: {
    readonly creation: Creation
    readonly rotation: Asking
    readonly disabling: Asking
    readonly revocation: Asking
    readonly renaming: Asking
    readonly noting: Asking
    readonly revocations: Asking<ApiKeysPage['rows']>
    readonly offering: Asking<Offering>
  }
  onChanged: () => void
  createButton: RefObject<HTMLElement | null>
}

/** All that the panel asks in dialogs, loaded together when the first of them is wanted: most who look at keys only look. */
export function PanelDialogs({ scope, page, actions, asked, onChanged, createButton }: PanelDialogsProps) {
  const { organizationSlug } = useViewer()
  const { creation, rotation, disabling, revocation, renaming, noting, revocations, offering } = asked
  return (
    <>
      {scope.kind === 'service' && (
        <ChooseAppDialog
          open={creation.choosing}
          onOpenChange={creation.setChoosing}
          service={scope.service}
          apps={creation.apps}
          onChosen={creation.beginFor}
          finalFocus={createButton}
        />
      )}
      {creation.app && (
        <CreateApiKeyDialog
          key={creation.attempt}
          open={creation.open}
          onClose={(issued) => {
            creation.end()
            // Not earlier: nothing may disturb the page while the key is shown.
            if (issued) onChanged()
          }}
          app={creation.app}
          now={page.now}
          createApiKey={actions.createApiKey}
          createSecret={actions.createSecret}
          finalFocus={createButton}
        />
      )}
      {rotation.subject && (
        <RotateApiKeyDialog
          {...rotation.dialog}
          apiKey={rotation.subject}
          now={page.now}
          rotateApiKey={actions.rotateApiKey}
          createSecret={actions.createSecret}
          onRotated={rotation.done}
        />
      )}
      {disabling.subject && (
        <DisableApiKeyDialog
          {...disabling.dialog}
          apiKey={page.rows.find(({ id }) => id === disabling.subject?.id) ?? disabling.subject}
          now={page.now}
          disableApiKey={actions.disableApiKey}
          onDisabled={disabling.done}
        />
      )}
      {revocation.subject && (
        <RevokeApiKeyDialog
          {...revocation.dialog}
          apiKey={page.rows.find(({ id }) => id === revocation.subject?.id) ?? revocation.subject}
          now={page.now}
          revokeApiKey={actions.revokeApiKey}
          onRevoked={revocation.done}
          href={apiKeyHref(organizationSlug, revocation.subject.app, revocation.subject.id)}
        />
      )}
      {renaming.subject && (
        <RenameApiKeyDialog
          {...renaming.dialog}
          apiKey={renaming.subject}
          renameApiKey={actions.renameApiKey}
          onRenamed={onChanged}
        />
      )}
      {noting.subject && (
        <NoteApiKeyDialog
          {...noting.dialog}
          apiKey={noting.subject}
          noteApiKey={actions.noteApiKey}
          onNoted={onChanged}
        />
      )}
      {revocations.subject && (
        <RevokeApiKeysDialog
          {...revocations.dialog}
          apiKeys={revocations.subject}
          now={page.now}
          revokeApiKeys={actions.revokeApiKeys}
          onRevoked={revocations.done}
        />
      )}
      {offering.subject && (
        <OfferKeysDialog
          {...offering.dialog}
          offering={offering.subject}
          offerApiKeys={actions.offerApiKeys}
          onOffered={offering.done}
        />
      )}
    </>
  )
}
