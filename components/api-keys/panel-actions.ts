import type { ListHeirs } from '@/components/hand-over/offer-dialog'
import type { OfferApiKeys } from '@/components/hand-over/offer-keys-dialog'
import type { AnswerOffer } from '@/components/hand-over/use-withdraw-offer'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import type { CreateApiKey } from './create-api-key-dialog'
import type { DisableApiKey } from './disable-api-key-dialog'
import type { NoteApiKey } from './note-api-key-dialog'
import type { RenameApiKey } from './rename-api-key-dialog'
import type { RevokeApiKey } from './revoke-api-key-dialog'
import type { RotateApiKey } from './rotate-api-key-dialog'
import type { RevokeApiKeys } from './use-bulk-revocation'
import type { EnableApiKey } from './use-enable-api-key'

/** What the panel asks of the portal, as its page hands it over. */
export interface PanelActions {
  readonly createApiKey: CreateApiKey
  readonly createSecret: CreateSecret
  readonly revokeApiKey: RevokeApiKey
  readonly revokeApiKeys: RevokeApiKeys
  readonly disableApiKey: DisableApiKey
  readonly enableApiKey: EnableApiKey
  readonly renameApiKey: RenameApiKey
  readonly noteApiKey: NoteApiKey
  readonly rotateApiKey: RotateApiKey
  readonly listHeirs: ListHeirs
  readonly offerApiKeys: OfferApiKeys
  readonly withdrawOffer: AnswerOffer
}
