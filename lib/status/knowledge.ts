import {
  type DataPlaneApp,
  type DataPlaneSigningKey,
  type EndingKey,
  type LimitedKey,
  type NumberedChange,
  type PositionRun,
  runsOf,
} from '@/lib/core/changes'
import type { AppId } from '@/lib/core/identifiers'
import { isLimited, type KeyLimits } from '@/lib/core/key-limits'
import { STATUS_LIST_BYTES } from '@/lib/core/status-bits'
import { STATUS_VALUES, type StatusValue } from '@/lib/core/status-value'
import type { KnownState } from '@/lib/status/feed-format'
import { decodeList, encodeList } from '@/lib/status/status-list-codec'
import { StatusSet } from '@/lib/status/status-set'

/** What a change was about, so that open responses can be judged again and closed. */
export type Affected =
  | { readonly kind: 'everything' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'positions'; readonly runs: readonly PositionRun[] }
  | { readonly kind: 'app'; readonly id: AppId }

/**
 * Everything that one gateway instance knows of its organization, in memory. Within one epoch it is sticky, whatever a
 * snapshot or a change says: revoked positions stay revoked, an ending is never put off, `issuedBelow` never falls, deleted apps stay deleted and
 * revoked signing keys revoked. Replaying a change that was applied is harmless.
 */
export class Knowledge {
  readonly organization: KnownState['organization']
  /** The epoch's `key` is the pinned one: that of the first contact, whatever later snapshots carry. */
  readonly epoch: KnownState['epoch']
  #seq: number
  #statuses: StatusSet
  #apps = new Map<AppId, DataPlaneApp>()
  #appsBySlug = new Map<string, DataPlaneApp>()
  #signingKeys = new Map<string, DataPlaneSigningKey>()
  /** Most keys have none. */
  #keyLimits = new Map<number, KeyLimits>()
  /** In seconds since 1970. Of keys that are not revoked yet. */
  #keyEndings = new Map<number, number>()

  constructor(state: KnownState) {
    this.organization = state.organization
    this.epoch = state.epoch
    this.#seq = state.seq
    this.#statuses = StatusSet.from(state.issuedBelow, state.lists.map(decodeList))
    for (const app of state.apps) this.#learnApp(app)
    for (const key of state.signingKeys) this.#learnSigningKey(key)
    for (const key of state.keyLimits) this.#learnLimits(key)
    for (const key of state.keyEndings) this.#learnEnding(key)
  }

  get seq(): number {
    return this.#seq
  }

  get issuedBelow(): number {
    return this.#statuses.issuedBelow
  }

  /** Undefined for a position that was never given out. */
  statusAt(position: number): StatusValue | undefined {
    return this.#statuses.get(position)
  }

  appBySlug(slug: string): DataPlaneApp | undefined {
    return this.#appsBySlug.get(slug)
  }

  app(id: AppId): DataPlaneApp | undefined {
    return this.#apps.get(id)
  }

  signingKey(kid: string): DataPlaneSigningKey | undefined {
    return this.#signingKeys.get(kid)
  }

  /** What narrows a key down; undefined when nothing does. */
  limitsAt(position: number): KeyLimits | undefined {
    return this.#keyLimits.get(position)
  }

  /** When another key takes its place, in seconds since 1970; undefined while none does. */
  endingAt(position: number): number | undefined {
    return this.#keyEndings.get(position)
  }

  signingKeys(): Iterable<DataPlaneSigningKey> {
    return this.#signingKeys.values()
  }

  /** Applies the change that follows `seq`. Anything else is the caller's defect: a gap is for a new snapshot to close. */
  apply({ seq, change }: NumberedChange): Affected {
    if (seq !== this.#seq + 1) throw new RangeError(`change ${seq} does not follow ${this.#seq}`)
    this.#seq = seq
    switch (change.kind) {
      case 'issued':
        this.#statuses.issue(change.below)
        return { kind: 'nothing' }
      case 'status': {
        for (const { value, runs } of change.set) {
          for (const [first, count] of runs) {
            for (let position = first; position < first + count; position += 1) {
              this.#statuses.set(position, value)
              // Revoked for good, an ending says nothing more.
              if (value === STATUS_VALUES.revoked) this.#keyEndings.delete(position)
            }
          }
        }
        return { kind: 'positions', runs: change.set.flatMap(({ runs }) => runs) }
      }
      case 'app':
        this.#learnApp(change.app)
        return { kind: 'app', id: change.app.id }
      case 'key_limits':
        for (const key of change.set) this.#learnLimits(key)
        return { kind: 'positions', runs: runsOf(change.set.map(({ position }) => position)) }
      case 'key_endings':
        for (const key of change.set) this.#learnEnding(key)
        return { kind: 'positions', runs: runsOf(change.set.map(({ position }) => position)) }
      case 'signing_keys':
        for (const key of change.keys) this.#learnSigningKey(key)
        return { kind: 'everything' }
    }
  }

  /** What is known after a snapshot of the same epoch: the snapshot, except where sticky facts outlive it. */
  mergedWith(newer: KnownState): Knowledge {
    const merged = new Knowledge({ ...newer, epoch: this.epoch })
    merged.#statuses = this.#statuses.merge(merged.#statuses)
    for (const app of this.#apps.values())
      if (app.deleted) merged.#learnApp({ ...(merged.#apps.get(app.id) ?? app), deleted: true })
    for (const [position, endsAt] of this.#keyEndings) merged.#learnEnding({ position, endsAt })
    for (const key of this.#signingKeys.values()) if (key.revoked) merged.#learnSigningKey(key)
    return merged
  }

  /** Everything as plain values, for the journal. */
  state(): KnownState {
    return {
      organization: this.organization,
      epoch: this.epoch,
      seq: this.#seq,
      issuedBelow: this.#statuses.issuedBelow,
      lists: this.#statuses.lists().map((list) => (list ? encodeList(list) : EMPTY_LIST)),
      apps: [...this.#apps.values()],
      signingKeys: [...this.#signingKeys.values()],
      keyLimits: [...this.#keyLimits].map(([position, limits]) => ({ position, limits })),
      keyEndings: [...this.#keyEndings].map(([position, endsAt]) => ({ position, endsAt })),
    }
  }

  #learnApp(app: DataPlaneApp): void {
    const known = this.#apps.get(app.id)
    const learned = known?.deleted ? { ...app, deleted: true } : app
    if (known && known.slug !== app.slug) this.#appsBySlug.delete(known.slug)
    this.#apps.set(app.id, learned)
    this.#appsBySlug.set(app.slug, learned)
  }

  #learnLimits({ position, limits }: LimitedKey): void {
    if (isLimited(limits)) this.#keyLimits.set(position, limits)
    else this.#keyLimits.delete(position)
  }

  #learnEnding({ position, endsAt }: EndingKey): void {
    if (this.#statuses.get(position) === STATUS_VALUES.revoked) return
    this.#keyEndings.set(position, Math.min(endsAt, this.#keyEndings.get(position) ?? endsAt))
  }

  #learnSigningKey(key: DataPlaneSigningKey): void {
    const known = this.#signingKeys.get(key.kid)
    // `kid` is the thumbprint of the key, so the key of a known `kid` never changes.
    this.#signingKeys.set(key.kid, known ? { ...known, revoked: known.revoked || key.revoked } : key)
  }
}

const EMPTY_LIST = encodeList(new Uint8Array(STATUS_LIST_BYTES))
