/** What PRODUCT says of the life of keys, small enough to be read at one sitting: tests hold the portal and its gateways against it. */
import type { ApiKeyType, KeyStatus } from '@/lib/core/api-key'
import type { MembershipState } from '@/lib/core/membership'
import type { Role } from '@/lib/core/roles'
import type { Verdict } from '@/lib/core/verdicts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const GRACE = 30 * DAY
export const ORPHANS_REVOKED_AFTER_DAYS = 60

/** Moments are milliseconds since 1970. */
interface Absence {
  readonly since: number
}
export interface ModelPerson {
  role: Role
  state: MembershipState
  absence: Absence | null
}
export interface ModelApp {
  deletedAt: number | null
  off: boolean
  /** Its rules ask for a scope that only server keys have here. */
  demanding: boolean
}
export interface ModelKey {
  readonly app: ModelApp
  readonly type: ApiKeyType
  readonly expiresAt: number | null
  owner: ModelPerson
  revokedAt: number | null
  disabled: boolean
  absence: Absence | null
  endsAt: number | null
  /** Left with a countdown. */
  left: boolean
  /** Another key took its place. */
  replaced: boolean
  /** Kept to addresses from which nobody calls. */
  narrow: boolean
}
export interface ModelOffer {
  readonly key: ModelKey
  readonly to: ModelPerson
  readonly expiresAt: number
  answered: boolean
}

/** What an action does to the live keys that it stops, beside what it does by itself. */
export interface ModelDecision {
  readonly revokesRest: boolean
  readonly handsOver: { readonly key: ModelKey; readonly to: ModelPerson; readonly hours: number } | null
}

export class KeyModel {
  readonly people: ModelPerson[]
  readonly apps: ModelApp[]
  readonly keys: ModelKey[] = []
  readonly offers: ModelOffer[] = []

  constructor(people: readonly Role[], apps: number) {
    this.people = people.map((role) => ({ role, state: 'active', absence: null }))
    this.apps = Array.from({ length: apps }, () => ({ deletedAt: null, off: false, demanding: false }))
  }

  statusOf(key: ModelKey, now: number): KeyStatus {
    if (key.revokedAt !== null || (key.endsAt !== null && key.endsAt <= now)) return 'revoked'
    if (key.absence || key.app.deletedAt !== null) return 'orphaned'
    if (key.disabled) return 'disabled'
    return key.expiresAt !== null && key.expiresAt <= now ? 'expired' : 'active'
  }

  verdictOn(key: ModelKey, now: number): Verdict {
    const status = this.statusOf(key, now)
    if (status !== 'active') return status
    if (key.app.off) return 'provider_off'
    if (key.narrow) return 'wrong_address'
    return key.app.demanding && key.type === 'user' ? 'insufficient_scope' : 'accepted'
  }

  isLive(key: ModelKey, now: number): boolean {
    return ['active', 'disabled'].includes(this.statusOf(key, now))
  }

  /** Each of the following says whether the portal takes it; what it refuses changes nothing. */
  create(owner: ModelPerson, app: ModelApp, type: ApiKeyType, days: number | null, now: number): boolean {
    if (!mayHold(owner, type) || app.deletedAt !== null || app.off) return false
    this.#add(owner, app, type, days, now)
    return true
  }

  disable(key: ModelKey, now: number): boolean {
    if (this.statusOf(key, now) !== 'active') return false
    key.disabled = true
    return true
  }

  enable(key: ModelKey, now: number): boolean {
    if (this.statusOf(key, now) !== 'disabled') return false
    key.disabled = false
    return true
  }

  revoke(key: ModelKey, now: number): boolean {
    if (this.statusOf(key, now) === 'revoked') return false
    key.revokedAt = now
    return true
  }

  limit(key: ModelKey, narrow: boolean, now: number): boolean {
    if (!this.isLive(key, now)) return false
    key.narrow = narrow
    return true
  }

  suspend(person: ModelPerson, decision: ModelDecision, now: number): boolean {
    return person.state === 'active' && this.#become(person, { ...person, state: 'suspended' }, decision, now)
  }

  remove(person: ModelPerson, decision: ModelDecision, now: number): boolean {
    return person.state !== 'removed' && this.#become(person, { ...person, state: 'removed' }, decision, now)
  }

  changeRole(person: ModelPerson, role: Role, decision: ModelDecision, now: number): boolean {
    if (person.state === 'removed' || person.role === role) return false
    return this.#become(person, { ...person, role }, decision, now)
  }

  reactivate(person: ModelPerson, now: number): boolean {
    return person.state === 'suspended' && this.#become(person, { ...person, state: 'active' }, NOTHING_CHOSEN, now)
  }

  inviteAgain(person: ModelPerson, role: Role, now: number): boolean {
    return person.state === 'removed' && this.#become(person, { ...person, role, state: 'active' }, NOTHING_CHOSEN, now)
  }

  deleteApp(app: ModelApp, { revokesRest }: ModelDecision, now: number): boolean {
    if (app.deletedAt !== null) return false
    if (revokesRest) for (const key of this.stoppedBy(app, now)) key.revokedAt = now
    app.deletedAt = now
    return true
  }

  switchProvider(app: ModelApp, off: boolean, { revokesRest }: ModelDecision, now: number): boolean {
    if (app.deletedAt !== null || app.off === off) return false
    if (off && revokesRest) for (const key of this.stoppedBy(app, now)) key.revokedAt = now
    app.off = off
    return true
  }

  demand(app: ModelApp, demanding: boolean): boolean {
    if (app.deletedAt !== null) return false
    app.demanding = demanding
    return true
  }

  offer(key: ModelKey, to: ModelPerson, now: number): boolean {
    if (!this.#mayOffer(key, to, 0, null, now)) return false
    this.#offer(key, to, 0, now)
    return true
  }

  accept(offer: ModelOffer, now: number): boolean {
    const { key, to } = offer
    if (!isOpen(offer, now) || !mayHold(to, key.type) || key.app.off || !this.#isToTake(key, now)) return false
    offer.answered = true
    key.replaced = true
    const goesOn = key.left && this.statusOf(key, now) !== 'orphaned'
    if (!goesOn) key.revokedAt ??= now
    this.#add(to, key.app, key.type, 30, now).narrow = key.narrow
    return true
  }

  decline(offer: ModelOffer, now: number): boolean {
    return offer.to.state === 'active' && this.withdraw(offer, now)
  }

  withdraw(offer: ModelOffer, now: number): boolean {
    if (!isOpen(offer, now)) return false
    offer.answered = true
    return true
  }

  /** The worker revokes what has been orphaned for too long. All else that it writes down was so before. */
  revokeOverdue(now: number): void {
    for (const key of this.keys) {
      const since = Math.min(
        key.absence?.since ?? Number.POSITIVE_INFINITY,
        key.app.deletedAt ?? Number.POSITIVE_INFINITY,
      )
      if (this.statusOf(key, now) === 'orphaned' && since + ORPHANS_REVOKED_AFTER_DAYS * DAY <= now) key.revokedAt = now
    }
  }

  /** The live keys that stop when this person leaves or this app goes: what the impact dialog has to show. */
  stoppedBy(cause: ModelPerson | ModelApp, now: number): ModelKey[] {
    return this.keys.filter((key) => (key.owner === cause || key.app === cause) && this.isLive(key, now))
  }

  #become(person: ModelPerson, next: ModelPerson, { revokesRest, handsOver }: ModelDecision, now: number): boolean {
    if (!answersForKeys(next)) {
      const passedOn = handsOver && this.stoppedBy(person, now).includes(handsOver.key) ? handsOver : null
      if (passedOn && !this.#mayOffer(passedOn.key, passedOn.to, passedOn.hours, person, now)) return false
      const others = this.keys.filter((key) => key.owner === person && key !== passedOn?.key)
      const goesOn = passedOn && this.#offer(passedOn.key, passedOn.to, passedOn.hours, now)
      person.absence ??= { since: now }
      for (const key of passedOn && !goesOn ? [...others, passedOn.key] : others) {
        if (this.statusOf(key, now) === 'revoked') continue
        if (revokesRest && key !== passedOn?.key && this.isLive(key, now)) key.revokedAt = now
        else key.absence ??= person.absence
      }
    } else if (person.absence) {
      if (now < person.absence.since + GRACE)
        for (const key of this.keys)
          if (key.absence === person.absence && this.statusOf(key, now) === 'orphaned') key.absence = null
      person.absence = null
    }
    person.role = next.role
    person.state = next.state
    return true
  }

  #isToTake(key: ModelKey, now: number): boolean {
    if (key.app.deletedAt !== null || key.replaced) return false
    if (key.left) return key.revokedAt === null || key.endsAt === null || key.revokedAt >= key.endsAt
    return this.statusOf(key, now) === 'orphaned'
  }

  #mayOffer(key: ModelKey, to: ModelPerson, hours: number, leaver: ModelPerson | null, now: number): boolean {
    const status = this.statusOf(key, now)
    if (key.app.deletedAt !== null || key.replaced || status === 'revoked') return false
    if (to === leaver || !mayHold(to, key.type)) return false
    const isToTake = this.#isToTake(key, now)
    if (!leaver && !isToTake) return false
    const inTheWay = this.offers.some(
      (earlier) =>
        earlier.key === key && isOpen(earlier, now) && earlier.to.state === 'active' && earlier.to !== leaver,
    )
    if (isToTake && inTheWay) return false
    return hours === 0 || status === 'active'
  }

  /** Whether the key goes on, in the hands of whom it is offered to. */
  #offer(key: ModelKey, to: ModelPerson, hours: number, now: number): boolean {
    for (const earlier of this.offers) if (earlier.key === key) earlier.answered = true
    this.offers.push({ key, to, expiresAt: now + 7 * DAY, answered: false })
    if (hours === 0 && !(key.left && this.statusOf(key, now) !== 'orphaned')) return false
    const asked = hours > 0 ? [now + hours * HOUR] : []
    key.endsAt = Math.min(...asked, key.endsAt ?? Number.POSITIVE_INFINITY, key.expiresAt ?? Number.POSITIVE_INFINITY)
    key.owner = to
    key.left = true
    return true
  }

  #add(owner: ModelPerson, app: ModelApp, type: ApiKeyType, days: number | null, now: number): ModelKey {
    const key: ModelKey = {
      app,
      type,
      owner,
      expiresAt: days === null ? null : now + days * DAY,
      revokedAt: null,
      disabled: false,
      absence: null,
      endsAt: null,
      left: false,
      replaced: false,
      narrow: false,
    }
    this.keys.push(key)
    return key
  }
}

const NOTHING_CHOSEN: ModelDecision = { revokesRest: false, handsOver: null }

const answersForKeys = ({ role, state }: Pick<ModelPerson, 'role' | 'state'>) =>
  state === 'active' && (role === 'aura_owner' || role === 'developer')

/** Nobody owns an app here but the Owner, so server keys are for an Aura Owner. */
const mayHold = (person: ModelPerson, type: ApiKeyType) =>
  answersForKeys(person) && (type === 'user' || person.role === 'aura_owner')

const isOpen = ({ answered, expiresAt }: ModelOffer, now: number) => !answered && now < expiresAt
