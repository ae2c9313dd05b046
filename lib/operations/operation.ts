import type { z } from 'zod'
import type { Actor, GatewayActor, MemberActor, OperatorActor } from '@/lib/core/actor'
import type { DomainEvent, Origin } from '@/lib/core/events'
import type { Failure } from '@/lib/core/failures'
import type { Happening } from '@/lib/core/happenings'
import type { MembershipId, NewId, OrganizationId } from '@/lib/core/identifiers'
import type { Result } from '@/lib/core/result'
import type { KeyEncryptionKeys } from '@/lib/crypto/sealing'
import type { Saving } from '@/lib/db/commit'
import type { NamedMembership } from '@/lib/db/memberships'
import type { Tx } from '@/lib/db/tx'

/** What an installation is set to; read from the environment once, by the entry point. */
export interface Settings {
  /** Where people reach the portal; new organizations take their issuer from it. */
  readonly publicUrl: string
  /** Where callers reach the gateway. */
  readonly gatewayUrl: string
  /** How long a gateway may serve without hearing from the portal, in seconds. */
  readonly stalenessSeconds: number
  /** How often a gateway renews its lease, in seconds. */
  readonly renewSeconds: number
  /** Ranges beyond the public addresses that may be connected to where people typed the address, such as `10.0.0.0/8`. */
  readonly outboundAllow: readonly string[]
  /** Whether the operator has set up mail. Without, no mail is made, and the bell rings all the same. */
  readonly sendsMail: boolean
}

/** What is common to all operations on one organization. */
export interface OperationContext<A extends Actor> {
  readonly tx: Tx
  readonly actor: A
  /** Postgres's clock, read in this transaction after the locks on organization and memberships. */
  readonly now: Date
  readonly newId: NewId
  readonly origin: Origin
  readonly keks: KeyEncryptionKeys
  readonly settings: Settings
  /** The memberships that `changesMemberships` named, locked for update, where they exist in this organization. */
  readonly memberships: ReadonlyMap<MembershipId, NamedMembership>
  /** Saves, once; see lib/db/commit. Returns the `seq` of the last change. */
  commit(saving: Saving): Promise<number>
}

/** A refusal that is worth remembering: written as a security event, in a transaction of its own, after the rollback. */
export interface RememberedRefusal {
  readonly ok: false
  readonly failure: Failure
  readonly remember?: DomainEvent
}
export type Outcome<T> = Result<T> | RememberedRefusal

/** People and operators do most things; a gateway has the feed. */
export type People = MemberActor | OperatorActor

export interface Operation<Schema extends z.ZodType, Output, A extends Actor> {
  readonly by: 'people' | 'gateway'
  /** `change` takes the locks and has to commit; `read` does not; `snapshot` reads everything as of one moment. */
  readonly mode: 'change' | 'read' | 'snapshot'
  readonly input: Schema
  /** Of the feed: asked by a retired gateway too. For what can only make it refuse. */
  readonly alsoByRetired?: true
  /** Memberships that it changes: locked for update, in one order with the actor's own. */
  readonly changesMemberships?: (input: z.output<Schema>) => readonly MembershipId[]
  /** Memberships that must not change meanwhile, beside the actor's own: locked in share mode, in one order with the others. */
  readonly readsMemberships?: (
    tx: Tx,
    organizationId: OrganizationId,
    input: z.output<Schema>,
  ) => Promise<readonly MembershipId[]>
  run(context: OperationContext<A>, input: z.output<Schema>): Promise<Outcome<Output>>
}

type Definition<Schema extends z.ZodType, Output, A extends Actor> = Omit<Operation<Schema, Output, A>, 'by' | 'mode'>

/** A verb that changes something. */
export const change = <Schema extends z.ZodType, Output>(
  definition: Definition<Schema, Output, People>,
): Operation<Schema, Output, People> => ({
  ...definition,
  by: 'people',
  mode: 'change',
})

/** A verb that reads. */
export const read = <Schema extends z.ZodType, Output>(
  definition: Definition<Schema, Output, People>,
): Operation<Schema, Output, People> => ({
  ...definition,
  by: 'people',
  mode: 'read',
})

/** A verb of the feed, for gateways. It has no events: what gateways do is counted, not audited. */
export const feed = <Schema extends z.ZodType, Output>(
  mode: 'read' | 'snapshot',
  definition: Definition<Schema, Output, GatewayActor>,
): Operation<Schema, Output, GatewayActor> => ({ ...definition, by: 'gateway', mode })

/** What is common to the few operations that stand before any organization: signing in, setting up, resetting a password. */
export interface AccountContext {
  readonly tx: Tx
  readonly now: Date
  readonly newId: NewId
  readonly origin: Origin
  readonly keks: KeyEncryptionKeys
  readonly settings: Settings
  /** Saves in one organization, on behalf of someone. */
  commit(organizationId: OrganizationId, actor: Actor, saving: Saving): Promise<number>
  /** Tells of what nobody did and the clock, or a count, brought to light: no change, and so without an event. */
  tell(organizationId: OrganizationId, happenings: readonly Happening[]): Promise<void>
}

export interface AccountOperation<Schema extends z.ZodType, Output> {
  readonly input: Schema
  run(context: AccountContext, input: z.output<Schema>): Promise<Result<Output>>
}

export const accountOperation = <Schema extends z.ZodType, Output>(
  definition: AccountOperation<Schema, Output>,
): AccountOperation<Schema, Output> => definition
