import type { z } from 'zod'
import type { Actor, GatewayActor } from '@/lib/core/actor'
import type { DomainEvent, Origin } from '@/lib/core/events'
import type { Failure } from '@/lib/core/failures'
import type { MembershipId, OrganizationId, SessionId } from '@/lib/core/identifiers'
import { passwordOpens } from '@/lib/core/identity-provider'
import { fail, ok, type Result } from '@/lib/core/result'
import { sha256 } from '@/lib/crypto/hashes'
import { newIdAt } from '@/lib/crypto/identifiers'
import { PasswordWorkRefused } from '@/lib/crypto/passwords'
import type { KeyEncryptionKeys } from '@/lib/crypto/sealing'
import { readClock } from '@/lib/db/clock'
import { commit, type Saving } from '@/lib/db/commit'
import type { Database } from '@/lib/db/database'
import { findGatewayByToken } from '@/lib/db/gateways'
import { tell } from '@/lib/db/happenings'
import { findMembership, lockMemberships, type NamedMembership } from '@/lib/db/memberships'
import { lockOrganization } from '@/lib/db/organizations'
import { findPersonWithin } from '@/lib/db/sessions'
import type { Tx } from '@/lib/db/tx'
import type { AccountOperation, Operation, Outcome, People, Settings } from '@/lib/operations/operation'
import { parseInput } from '@/lib/operations/parse-input'

/** What operations run on. */
export interface Platform {
  readonly database: Database
  readonly keks: KeyEncryptionKeys
  readonly settings: Settings
}

/** Who asks, as a claim: the transaction finds out what they may do now. */
export type Principal =
  | { readonly kind: 'session'; readonly sessionId: SessionId | undefined; readonly organizationSlug: string }
  | { readonly kind: 'operator'; readonly organizationId: OrganizationId }
  /** A member, vouched for by the process itself: the demo's seed, and tests. */
  | { readonly kind: 'membership'; readonly organizationId: OrganizationId; readonly membershipId: MembershipId }

/** Carries a refusal out of the transaction, so that it rolls back. */
class RolledBack extends Error {
  readonly outcome: { readonly ok: false; readonly failure: Failure; readonly remember?: DomainEvent }
  readonly actor: Actor | undefined
  constructor(outcome: RolledBack['outcome'], actor?: Actor) {
    super(outcome.failure.code)
    this.outcome = outcome
    this.actor = actor
  }
}

/** Runs an operation of people: session or operator. */
export async function perform<Schema extends z.ZodType, Output>(
  platform: Platform,
  operation: Operation<Schema, Output, People>,
  principal: Principal,
  origin: Origin,
  input: unknown,
): Promise<Result<Output>> {
  return withinTransaction(platform, operation, origin, input, async (tx, parsed) => {
    const found = await identify(tx, principal)
    if (!found.ok) throw new RolledBack(found)
    const { actor, now } = found.value
    if (operation.mode !== 'change') return { actor, memberships: new Map(), now }
    // The role that was just read may change before the lock is taken: it is read again under it.
    const { organizationId } = actor
    await lockOrganization(tx, organizationId)
    const own = actor.kind === 'member' ? [actor.membershipId] : []
    const read = parsed === undefined ? [] : ((await operation.readsMemberships?.(tx, organizationId, parsed)) ?? [])
    const change = parsed === undefined ? [] : (operation.changesMemberships?.(parsed) ?? [])
    const memberships = await lockMemberships(tx, organizationId, { read: [...own, ...read], change })
    if (actor.kind === 'operator') return { actor, memberships }
    const live = memberships.get(actor.membershipId)
    if (live?.state !== 'active') throw new RolledBack(fail('organization_not_found'))
    return { actor: { ...actor, role: live.role }, memberships }
  })
}

/** Runs an operation of the feed for whoever holds a gateway's token. */
export async function performForGateway<Schema extends z.ZodType, Output>(
  platform: Platform,
  operation: Operation<Schema, Output, GatewayActor>,
  token: string,
  origin: Origin,
  input: unknown,
): Promise<Result<Output>> {
  return withinTransaction(platform, operation, origin, input, async (tx) => {
    const gateway = await findGatewayByToken(tx, sha256(token))
    if (!gateway || (gateway.retiredAt && !operation.alsoByRetired)) throw new RolledBack(fail('gateway_token_refused'))
    return {
      actor: { kind: 'gateway', organizationId: gateway.organizationId, gatewayId: gateway.id },
      memberships: new Map(),
    }
  })
}

/** Runs an operation that stands before any organization. */
export async function performForAccount<Schema extends z.ZodType, Output>(
  platform: Platform,
  operation: AccountOperation<Schema, Output>,
  origin: Origin,
  input: unknown,
): Promise<Result<Output>> {
  const parsed = parseInput(operation.input, input)
  if (!parsed.ok) return parsed
  const { sendsMail } = platform.settings
  return rollingBack(() =>
    platform.database.transaction(async (tx) => {
      const now = await readClock(tx)
      const newId = newIdAt(now)
      const outcome = await operation.run(
        {
          tx,
          now,
          newId,
          origin,
          keks: platform.keks,
          settings: platform.settings,
          commit: (organizationId, actor, saving) =>
            commit(tx, { organizationId, actor, origin, newId, now, sendsMail }, saving),
          tell: (organizationId, happenings) => tell(tx, { organizationId, newId, now, sendsMail }, happenings),
        },
        parsed.value,
      )
      if (!outcome.ok) throw new RolledBack(outcome)
      return outcome
    }),
  )
}

async function withinTransaction<Schema extends z.ZodType, Output, A extends Actor>(
  platform: Platform,
  operation: Operation<Schema, Output, A>,
  origin: Origin,
  input: unknown,
  admit: (
    tx: Tx,
    /** Undefined when the input is not of its schema. */
    parsed: z.output<Schema> | undefined,
  ) => Promise<{
    readonly actor: A
    readonly memberships: ReadonlyMap<MembershipId, NamedMembership>
    /** The clock, where it was read on the way and nothing has been waited for since. */
    readonly now?: Date | undefined
  }>,
): Promise<Result<Output>> {
  const parsed = parseInput(operation.input, input)
  const { sendsMail } = platform.settings
  const work = async (tx: Tx): Promise<Outcome<Output>> => {
    // Who asks comes before what they ask: a stranger learns nothing from what is said of the input.
    const { actor, memberships, now: clock } = await admit(tx, parsed.ok ? parsed.value : undefined)
    if (!parsed.ok) throw new RolledBack(parsed, actor)
    const now = clock ?? (await readClock(tx))
    const newId = newIdAt(now)
    let committed = false
    const outcome = await operation.run(
      {
        tx,
        actor,
        now,
        newId,
        origin,
        keks: platform.keks,
        settings: platform.settings,
        memberships,
        commit: (saving: Saving) => {
          committed = true
          return commit(tx, { organizationId: actor.organizationId, actor, origin, newId, now, sendsMail }, saving)
        },
      },
      parsed.value,
    )
    if (!outcome.ok) throw new RolledBack(outcome, actor)
    if (operation.mode === 'change' && !committed) throw new Error('A change ended without its commit')
    return outcome
  }
  return rollingBack(
    () => platform.database.transaction(work, { snapshot: operation.mode === 'snapshot' }) as Promise<Result<Output>>,
    async ({ outcome: { remember }, actor }) => {
      if (!remember || !actor) return
      await platform.database.transaction(async (tx) => {
        const now = await readClock(tx)
        await commit(
          tx,
          { organizationId: actor.organizationId, actor, origin, newId: newIdAt(now), now, sendsMail },
          { event: remember },
        )
      })
    },
  )
}

/** Turns the refusal that rolled a transaction back into its value again. Anything else that was thrown is a defect, and goes on. */
async function rollingBack<T>(
  work: () => Promise<Result<T>>,
  afterwards?: (refusal: RolledBack) => Promise<void>,
): Promise<Result<T>> {
  try {
    return await work()
  } catch (error) {
    // Everyone's passwords are worked on in one queue; whoever finds it full may try again.
    if (error instanceof PasswordWorkRefused) return fail('too_many_attempts', { params: { minutes: 1 } })
    if (!(error instanceof RolledBack)) throw error
    await afterwards?.(error)
    return { ok: false, failure: error.outcome.failure }
  }
}

/** From a URL, so anything can stand there. */
const SLUG = /^[a-z0-9-]{1,40}$/

interface Identified {
  readonly actor: People
  readonly now?: Date
}

async function identify(tx: Tx, principal: Principal): Promise<Result<Identified>> {
  if (principal.kind === 'operator') return ok({ actor: principal })
  if (principal.kind === 'membership') {
    const membership = await findMembership(tx, principal.organizationId, principal.membershipId)
    if (membership?.state !== 'active') return fail('organization_not_found')
    const { organizationId, id: membershipId, userId, role } = membership
    return ok({ actor: { kind: 'member', organizationId, membershipId, userId, role } })
  }
  const { sessionId, organizationSlug } = principal
  const person = sessionId
    ? await findPersonWithin(tx, sessionId, SLUG.test(organizationSlug) ? organizationSlug : '')
    : null
  if (!person) return fail('not_signed_in')
  // Whether the organization is not there, or not theirs: they can't tell.
  if (!person.membership) return fail('organization_not_found')
  const { id: membershipId, organizationId, role, singleSignOnRequired } = person.membership
  const { userId, now } = person
  const actor = { kind: 'member', organizationId, membershipId, userId, role } as const
  if (person.confinedTo === organizationId) return ok({ actor: { ...actor, confined: true }, now })
  // Another organization's provider vouches for nobody here.
  if (person.confinedTo) return fail('organization_not_found')
  return passwordOpens(role, singleSignOnRequired) ? ok({ actor, now }) : fail('single_sign_on_required')
}
