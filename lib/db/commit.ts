import type { Actor } from '@/lib/core/actor'
import type { ApiKey } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import type { LoggedChange } from '@/lib/core/changes'
import type { DomainEvent, Origin } from '@/lib/core/events'
import type { Offer } from '@/lib/core/hand-over'
import type { Happening } from '@/lib/core/happenings'
import type { NewId, OrganizationId } from '@/lib/core/identifiers'
import type { Identity, IdentityProvider } from '@/lib/core/identity-provider'
import type { Membership } from '@/lib/core/membership'
import type { OrganizationPolicy } from '@/lib/core/policy'
import type { NextVersion, Secret, SecretShare, SecretVersion } from '@/lib/core/secret'
import type { WebhookEndpoint, WebhookSecret } from '@/lib/core/webhook'
import { mailInvitation } from '@/lib/db/account-mails'
import { insertApiKey, updateApiKey } from '@/lib/db/api-keys'
import { insertApp, updateApp } from '@/lib/db/apps'
import { appendEvents } from '@/lib/db/events'
import { appendChanges, lockHead, wakeFeed } from '@/lib/db/feed'
import { type Gateway, insertGateway, updateGateway } from '@/lib/db/gateways'
import { tell } from '@/lib/db/happenings'
import {
  deleteIdentity,
  deleteIdentityProvider,
  insertIdentityProvider,
  saveIdentity,
  updateIdentityProvider,
} from '@/lib/db/identity-providers'
import { deleteInvitation, type Invitation, insertInvitation, updateInvitation } from '@/lib/db/invitations'
import { insertMembership, updateMembership } from '@/lib/db/memberships'
import { insertOffer, updateOffer } from '@/lib/db/offers'
import { updatePolicy } from '@/lib/db/organizations'
import { deleteSecretShare, saveSecretShare } from '@/lib/db/secret-shares'
import { eraseSecretVersions, insertSecret, insertSecretVersion, updateSecret } from '@/lib/db/secrets'
import type { Tx } from '@/lib/db/tx'
import {
  endWebhookSecret,
  eraseWebhookSecrets,
  insertWebhook,
  insertWebhookSecret,
  updateWebhook,
} from '@/lib/db/webhooks'

/** What one operation changes: rows, the event that tells of it, and what the data plane has to know. */
export interface Saving {
  readonly insert?: {
    readonly apiKey?: ApiKey
    readonly app?: App
    readonly membership?: Membership
    readonly secret?: { readonly secret: Secret; readonly version: SecretVersion }
    /** Next versions of secrets that are locked. */
    readonly secretVersions?: readonly Pick<NextVersion, 'secret' | 'version'>[]
    /** A share that is there gets the new access. */
    readonly secretShare?: SecretShare
    readonly offers?: readonly Offer[]
    readonly gateway?: { readonly gateway: Gateway; readonly tokenHash: Uint8Array }
    readonly invitation?: { readonly invitation: Invitation; readonly tokenHash: Uint8Array }
    readonly identityProvider?: IdentityProvider
    /** Takes the place of the one that the member had at this issuer. */
    readonly identity?: Identity
    readonly webhook?: WebhookEndpoint
    readonly webhookSecret?: WebhookSecret
  }
  readonly update?: {
    readonly apiKey?: ApiKey
    /** Several that are locked. */
    readonly apiKeys?: readonly ApiKey[]
    readonly app?: App
    readonly membership?: Membership
    readonly policy?: { readonly organizationId: OrganizationId; readonly policy: OrganizationPolicy }
    readonly offers?: readonly Offer[]
    readonly secret?: Secret
    readonly gateway?: Gateway
    /** Sent again, with another link. */
    readonly invitation?: { readonly invitation: Invitation; readonly tokenHash: Uint8Array }
    readonly identityProvider?: IdentityProvider
    readonly webhook?: WebhookEndpoint
    /** One that ends: a new one is in force. */
    readonly webhookSecret?: WebhookSecret | null
  }
  readonly delete?: {
    readonly secretShare?: Pick<SecretShare, 'organizationId' | 'secretId' | 'membershipId'>
    /** Every version of a secret whose time is over, and whom it was shared with. */
    readonly versionsOf?: Secret
    readonly invitation?: Invitation
    readonly identityProvider?: IdentityProvider
    readonly identity?: Identity
    readonly webhookSecrets?: readonly WebhookSecret[]
  }
  readonly event: DomainEvent
  /** What happened with it in the same moment: the secrets that hold a key which was rotated. */
  readonly furtherEvents?: readonly DomainEvent[]
  readonly changes?: readonly LoggedChange[]
  /** What people are told of: bell, mails and whatever else leaves the portal, each with its job. */
  readonly happenings?: readonly Happening[]
  /** Wakes the feed although the log has nothing new: a gateway was retired, and its stream is to be cut. */
  readonly wake?: boolean
}

export interface CommitContext {
  readonly organizationId: OrganizationId
  readonly actor: Actor
  readonly origin: Origin
  readonly newId: NewId
  readonly now: Date
  /** Whether the operator has set up mail. */
  readonly sendsMail: boolean
}

/**
 * The one way in which anything is saved: the rows, then under the head row's lock the event and the changes, all in the operation's
 * transaction. Returns the `seq` of the last change, which is what a receipt is asked by.
 */
export async function commit(
  tx: Tx,
  context: CommitContext,
  {
    insert = {},
    update = {},
    delete: remove = {},
    event,
    furtherEvents = [],
    changes = [],
    happenings = [],
    wake = false,
  }: Saving,
): Promise<number> {
  const { organizationId, actor, origin, newId, now } = context
  if (insert.membership) await insertMembership(tx, insert.membership)
  if (insert.app) await insertApp(tx, insert.app)
  // A key that is replaced gives its name up first; who took its place is looked for when the transaction ends.
  if (update.apiKey) await updateApiKey(tx, update.apiKey)
  for (const key of update.apiKeys ?? []) await updateApiKey(tx, key)
  if (insert.apiKey) await insertApiKey(tx, insert.apiKey)
  if (insert.secret) await insertSecret(tx, insert.secret.secret, insert.secret.version)
  for (const { secret, version } of insert.secretVersions ?? []) {
    await insertSecretVersion(tx, version)
    await updateSecret(tx, secret)
  }
  if (insert.secretShare) await saveSecretShare(tx, insert.secretShare)
  // What gives way to a new offer goes first: a key has one that is open.
  for (const offer of update.offers ?? []) await updateOffer(tx, offer)
  for (const offer of insert.offers ?? []) await insertOffer(tx, offer)
  if (insert.gateway) await insertGateway(tx, insert.gateway.gateway, insert.gateway.tokenHash)
  const { sendsMail } = context
  if (insert.invitation) {
    await insertInvitation(tx, insert.invitation.invitation, insert.invitation.tokenHash)
    if (sendsMail) await mailInvitation(tx, insert.invitation.invitation)
  }
  if (insert.webhook) await insertWebhook(tx, insert.webhook)
  // Only one secret is in force at a time.
  if (update.webhookSecret) await endWebhookSecret(tx, update.webhookSecret)
  if (insert.webhookSecret) await insertWebhookSecret(tx, insert.webhookSecret)
  if (update.webhook) await updateWebhook(tx, update.webhook)
  if (update.membership) await updateMembership(tx, update.membership)
  if (update.policy) await updatePolicy(tx, update.policy.organizationId, update.policy.policy)
  if (update.app) await updateApp(tx, update.app)
  if (update.secret) await updateSecret(tx, update.secret)
  if (insert.identityProvider) await insertIdentityProvider(tx, insert.identityProvider)
  if (insert.identity) await saveIdentity(tx, insert.identity)
  if (update.identityProvider) await updateIdentityProvider(tx, update.identityProvider)
  if (update.gateway) await updateGateway(tx, update.gateway)
  if (remove.secretShare) await deleteSecretShare(tx, remove.secretShare)
  if (update.invitation) {
    await updateInvitation(tx, update.invitation.invitation, update.invitation.tokenHash)
    if (sendsMail) await mailInvitation(tx, update.invitation.invitation)
  }
  if (remove.invitation) await deleteInvitation(tx, remove.invitation)
  if (remove.identityProvider) await deleteIdentityProvider(tx, remove.identityProvider)
  if (remove.identity) await deleteIdentity(tx, remove.identity)
  if (remove.versionsOf) await eraseSecretVersions(tx, remove.versionsOf)
  if (remove.webhookSecrets) await eraseWebhookSecrets(tx, remove.webhookSecrets)
  // After the rows, by which it is decided who is told: an Owner who has just been removed is not.
  await tell(tx, context, happenings)
  const head = await lockHead(tx, organizationId)
  const seq = changes.length > 0 ? head.seq + changes.length : null
  await appendEvents(
    tx,
    organizationId,
    head,
    [event, ...furtherEvents].map((each, index) => ({
      id: newId('event'),
      event: each,
      actor,
      origin,
      at: now,
      // What the change is of: the event itself, and keys that were revoked with it, each of which has its receipt by that.
      seq: index === 0 || each.type === 'api_key.revoked' ? seq : null,
    })),
  )
  if (wake) await wakeFeed(tx, organizationId, head.seq)
  return appendChanges(tx, organizationId, head, changes, now)
}
