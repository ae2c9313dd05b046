/** Lives that are led twice: by the portal with its real operations, database and change log, and by `KeyModel`. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, expect } from 'vitest'
import type { z } from 'zod'
import { KEY_TABS, type KeyStatus, type KeyTab } from '@/lib/core/api-key'
import type { Change } from '@/lib/core/changes'
import type { ApiKeyId, OfferId } from '@/lib/core/identifiers'
import { type Decision, type ImpactAction, UNSEEN } from '@/lib/core/impact'
import type { Result } from '@/lib/core/result'
import type { Role } from '@/lib/core/roles'
import type { Verdict } from '@/lib/core/verdicts'
import { openDatabase } from '@/lib/db/database'
import { joinWithOwnAccount } from '@/lib/operations/accept-invitation'
import { acceptOffer } from '@/lib/operations/accept-offer'
import { changeAbsencePolicy } from '@/lib/operations/change-absence-policy'
import { changeApiKeyLimits } from '@/lib/operations/change-api-key-limits'
import { changeApp } from '@/lib/operations/change-app'
import { changeMemberRole } from '@/lib/operations/change-member-role'
import { createApiKey } from '@/lib/operations/create-api-key'
import { declineOffer } from '@/lib/operations/decline-offer'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { enableApiKey } from '@/lib/operations/enable-api-key'
import { endReplacedKey } from '@/lib/operations/end-replaced-key'
import { inviteMember } from '@/lib/operations/invite-member'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { offerApiKeys } from '@/lib/operations/offer-api-keys'
import type { Operation, People } from '@/lib/operations/operation'
import { type Platform, perform, performForAccount, performForGateway } from '@/lib/operations/perform'
import { previewImpact } from '@/lib/operations/preview-impact'
import { reactivateMember } from '@/lib/operations/reactivate-member'
import { readLog } from '@/lib/operations/read-log'
import { readSnapshot } from '@/lib/operations/read-snapshot'
import { recordExpiredKeys } from '@/lib/operations/record-expired-keys'
import { registerGateway } from '@/lib/operations/register-gateway'
import { removeMember } from '@/lib/operations/remove-member'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { revokeOverdueOrphans } from '@/lib/operations/revoke-overdue-orphans'
import { startSession } from '@/lib/operations/start-session'
import { suspendMember } from '@/lib/operations/suspend-member'
import { switchProvider } from '@/lib/operations/switch-provider'
import { hire } from '@/lib/operations/testing/hire'
import {
  KeyModel,
  type ModelApp,
  type ModelDecision,
  type ModelKey,
  type ModelPerson,
  ORPHANS_REVOKED_AFTER_DAYS,
} from '@/lib/operations/testing/key-model'
import {
  type Member,
  need,
  newKey,
  ORIGIN,
  openTwoOrganizations,
  principalOf,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewApp } from '@/lib/operations/view-app'
import { withdrawOffer } from '@/lib/operations/withdraw-offer'
import { encodeChangeEvent, type KnownState, parseChangeEvent, parseSnapshot } from '@/lib/status/feed-format'
import type { Knowledge } from '@/lib/status/knowledge'

/** A gateway's judgement: the tests bring the real one, which lib does not know. */
interface Gateway {
  readonly knowledge: Knowledge
  nowSeconds: number
  learn(change: Change): void
  decide(call: { slug: string; token: string }): Promise<{ readonly verdict: Verdict }>
}

/** Steps that give something back. By no other can a key that is refused come to be accepted. */
const GIVES_BACK = [
  'enable',
  'widen',
  'reactivate',
  'invite again',
  'make developer',
  'make aura owner',
  'provider on',
  'relax',
] as const
const RESTRICTS = [
  'disable',
  'revoke',
  'narrow',
  'suspend',
  'remove',
  'make reader',
  'make administrator',
  'provider off',
  'delete app',
  'demand',
  'time',
] as const
const ELSE = ['create', 'offer', 'accept', 'decline', 'withdraw', 'work'] as const

type What = (typeof GIVES_BACK)[number] | (typeof RESTRICTS)[number] | (typeof ELSE)[number]

/** A step names what it is about by numbers, each taken as far as there are such things; so it means something in any state. */
export interface Step {
  readonly what: What
  readonly who: number
  readonly heir: number
  readonly key: number
  readonly offer: number
  readonly app: number
  readonly type: 'user' | 'server'
  readonly expiration: '7d' | '30d' | 'none'
  readonly hours: 0 | 24 | 168
  readonly minutes: number
  /** For the live keys that stop. */
  readonly rest: 'orphan' | 'revoke'
  readonly handsOver: boolean
  /** Tried by the other organization's people, who have the right to it there. */
  readonly foreign: boolean
}

const TABS = Object.keys(KEY_TABS) as KeyTab[]

/** So that no sum of a few of them comes near to a day, a week or a month. */
const MINUTES = [97, 1_511, 13_273, 47_707] as const
const DAYS = { '7d': 7, '30d': 30, none: null } as const
const ROLE_OF = {
  'make developer': 'developer',
  'make aura owner': 'aura_owner',
  'make reader': 'reader',
  'make administrator': 'user_administrator',
} as const satisfies Partial<Record<What, Role>>

const stepOf = (what: fc.Arbitrary<What>): fc.Arbitrary<Step> =>
  fc.record({
    what,
    who: fc.nat(2),
    heir: fc.nat(2),
    key: fc.nat(11),
    offer: fc.nat(3),
    app: fc.nat(1),
    type: fc.constantFrom('user' as const, 'server' as const),
    expiration: fc.constantFrom('none' as const, '30d' as const, '7d' as const),
    hours: fc.constantFrom(0 as const, 24 as const, 168 as const),
    minutes: fc.constantFrom(...MINUTES),
    rest: fc.constantFrom('orphan' as const, 'orphan' as const, 'revoke' as const),
    handsOver: fc.boolean(),
    foreign: fc.nat(9).map((number) => number === 9),
  })

/** What happens most often is what most of the rest is about. */
export const anyStep = stepOf(
  fc.constantFrom(
    ...GIVES_BACK,
    ...RESTRICTS,
    ...ELSE,
    ...(['create', 'create', 'suspend', 'remove', 'make reader', 'reactivate', 'reactivate', 'invite again'] as const),
    ...(['offer', 'offer', 'accept', 'accept', 'decline', 'time'] as const),
  ),
)
export const anyRestriction = stepOf(fc.constantFrom(...RESTRICTS))
const FIRST: readonly Partial<Step>[] = [
  { who: 0, app: 0, type: 'server' },
  { who: 0, app: 1, type: 'user' },
  { who: 1, app: 0, type: 'user' },
]

/** The other organization, as it is stored. */
const STORED = `select md5(string_agg(row, ' ' order by row)) as digest from (
  ${['api_key', 'app', 'membership', 'departure', 'offer', 'change', 'event', 'organization_head', 'notification']
    .map((table) => `select t::text as row from ${table} t where organization_id = $1`)
    .join(' union all ')}) rows`

/** `deciding` makes a gateway that knows what a snapshot says. */
export async function openLivesOfKeys(deciding: (state: KnownState) => Gateway) {
  const bed = await openTwoOrganizations()
  const { acme, zenith, sql, databaseUrl } = bed
  const clock = await moveClock()
  const platform: Platform = { ...bed.platform, database: openDatabase(databaseUrl, 4) }
  afterAll(() => platform.database.close())
  const as =
    (who: Member) =>
    <Schema extends z.ZodType, Output>(
      operation: Operation<Schema, Output, People>,
      input: z.input<Schema>,
    ): Promise<Result<Output>> =>
      perform(platform, operation, principalOf(who), ORIGIN, input)
  const owner = as(acme.owner)
  const never = { graceDays: 30, revokeOrphansAfterDays: null }
  need(await owner(changeAbsencePolicy, { known: never, ...never, revokeOrphansAfterDays: ORPHANS_REVOKED_AFTER_DAYS }))
  const { token: gatewayToken } = need(await owner(registerGateway, { name: 'gateway' }))
  await bed.makeKey(zenith.developer, await bed.makeApp(zenith.developer), { expiration: 'none' })
  const storedOfOthers = async () => (await sql<{ digest: string }>(STORED, [zenith.id]))[0]?.digest
  const untouched = await storedOfOthers()
  const newGateway = async () => {
    const snapshot = need(await performForGateway(platform, readSnapshot, gatewayToken, ORIGIN, {}))
    return deciding(parseSnapshot(JSON.parse(JSON.stringify(snapshot))))
  }

  /** The portal has one clock, that of Postgres: another function of that name comes before Postgres's own. */
  async function moveClock() {
    let aheadMilliseconds = 0
    await sql(`create schema moved`)
    await sql(`create table moved.ahead (milliseconds bigint not null)`)
    await sql(`insert into moved.ahead values (0)`)
    await sql(`create function moved.clock_timestamp() returns timestamptz language sql volatile as
      'select pg_catalog.clock_timestamp() + milliseconds * interval ''1 millisecond'' from moved.ahead'`)
    const [database] = await sql<{ name: string }>('select current_database() as name')
    await sql(`alter database "${database?.name}" set search_path = moved, public, pg_catalog`)
    return {
      now: () => Date.now() + aheadMilliseconds,
      async forward(minutes: number) {
        aheadMilliseconds += minutes * 60_000
        await sql('update moved.ahead set milliseconds = $1', [aheadMilliseconds])
      },
    }
  }

  /** One life: three people, two apps, and keys. */
  async function beginLife() {
    const roles = ['aura_owner', 'developer', 'developer'] as const
    const model = new KeyModel(roles, 2)
    const members = new Map<ModelPerson, Member>()
    for (const person of model.people) members.set(person, await hire({ platform, sql }, acme, person.role))
    const apps = new Map<ModelApp, Awaited<ReturnType<typeof bed.makeApp>>>()
    for (const app of model.apps) apps.set(app, await bed.makeApp(acme.owner))
    const keys: { readonly id: ApiKeyId; readonly token: string }[] = []
    const offers: OfferId[] = []
    const gateway = await newGateway()

    const memberOf = (person: ModelPerson) => members.get(person) as Member
    const appOf = (app: ModelApp) => apps.get(app) as Awaited<ReturnType<typeof bed.makeApp>>
    const idOf = (key: ModelKey) => keys[model.keys.indexOf(key)]?.id as ApiKeyId
    const at = <T>(things: readonly T[], number: number) => things[number % things.length] as T

    /** Most steps are about something that they can be done to; where there is none, about anything, to be refused. */
    const aptPeople = ({ what }: Step) => {
      const state = { reactivate: 'suspended', 'invite again': 'removed', suspend: 'active' }[what as string]
      const apt = model.people.filter((person) => person.state === state)
      return apt.length > 0 ? apt : model.people
    }
    const aptKeys = ({ what }: Step) => {
      const status = { enable: 'disabled', disable: 'active', offer: 'orphaned' }[what as string]
      const apt = model.keys.filter((key) => model.statusOf(key, clock.now()) === status)
      return apt.length > 0 ? apt : model.keys
    }

    /** What somebody decides who has looked, and whether the model stops what they were shown. */
    async function decide(
      action: ImpactAction,
      cause: ModelPerson | ModelApp,
      { rest, handsOver, ...step }: Step,
    ): Promise<{ readonly impact: Decision; readonly chosen: ModelDecision }> {
      const nothing = { impact: UNSEEN, chosen: { revokesRest: false, handsOver: null } }
      const preview = await owner(previewImpact, { action })
      if (step.foreign || !preview.ok) return nothing
      const { digest, keys: shown } = preview.value
      if (shown.length === 0) return { ...nothing, impact: { ...UNSEEN, digest } }
      const stops = model.stoppedBy(cause, clock.now())
      expect(shown.map(({ id }) => id).sort()).toEqual(stops.map(idOf).sort())
      const choice =
        handsOver && 'membershipId' in action
          ? { key: at(stops, step.key), to: at(model.people, step.heir), hours: step.hours }
          : null
      const choices = choice
        ? [
            {
              apiKeyId: idOf(choice.key),
              choice: 'hand_over' as const,
              toMembershipId: memberOf(choice.to).membershipId,
              countdownHours: choice.hours,
            },
          ]
        : []
      return { impact: { digest, rest, choices }, chosen: { revokesRest: rest === 'revoke', handsOver: choice } }
    }

    const learn = (key: { readonly id: ApiKeyId; readonly key: { reveal(): string } }) =>
      keys.push({ id: key.id, token: key.key.reveal() })

    /** The portal's answer, and whether the model takes the step; nothing when there is nothing that it could be about. */
    async function attempt(step: Step): Promise<readonly [Result<unknown>, () => boolean] | undefined> {
      const { what } = step
      const govern = step.foreign ? as(zenith.owner) : owner
      const person = at(aptPeople(step), step.who)
      const member = memberOf(person)
      const { membershipId } = member
      const app = at(model.apps, step.app)
      const { id: appId, slug, name } = appOf(app)
      const actingAs = (one: ModelPerson) => as(step.foreign ? zenith.developer : memberOf(one))
      const now = () => clock.now()

      switch (what) {
        case 'create': {
          const scopes = step.type === 'server' ? ['invoke', 'read'] : ['invoke']
          const wanted = newKey({ id: appId }, { type: step.type, scopes, expiration: step.expiration })
          const made = await actingAs(person)(createApiKey, wanted)
          if (made.ok) learn(made.value)
          return [made, () => model.create(person, app, step.type, DAYS[step.expiration], now())]
        }
        case 'suspend':
        case 'remove': {
          const kind = what === 'suspend' ? 'suspend_member' : 'remove_member'
          const { impact, chosen } = await decide({ kind, membershipId }, person, step)
          const leaves = what === 'suspend' ? suspendMember : removeMember
          return [await govern(leaves, { membershipId, impact }), () => model[what](person, chosen, now())]
        }
        case 'make developer':
        case 'make aura owner':
        case 'make administrator':
        case 'make reader': {
          const role = ROLE_OF[what]
          const { impact, chosen } = await decide({ kind: 'change_role', membershipId, role }, person, step)
          const changed = await govern(changeMemberRole, { membershipId, role, impact })
          return [changed, () => model.changeRole(person, role, chosen, now())]
        }
        case 'reactivate':
          return [await govern(reactivateMember, { membershipId }), () => model.reactivate(person, now())]
        case 'invite again':
          return [await inviteAgain(member), () => model.inviteAgain(person, 'developer', now())]
        case 'delete app': {
          const { impact, chosen } = await decide({ kind: 'delete_app', appId }, app, step)
          return [
            await govern(deleteApp, { appId, confirmation: name, impact }),
            () => model.deleteApp(app, chosen, now()),
          ]
        }
        case 'provider on':
          return [
            await govern(switchProvider, { appId, enabled: true }),
            () => model.switchProvider(app, false, { revokesRest: false, handsOver: null }, now()),
          ]
        case 'provider off': {
          const { impact, chosen } = await decide({ kind: 'switch_provider_off', appId }, app, step)
          const switched = await govern(switchProvider, { appId, enabled: false, impact })
          return [switched, () => model.switchProvider(app, true, chosen, now())]
        }
        case 'demand':
        case 'relax': {
          const { changedAt, environment, upstream, scopes } = need(await owner(viewApp, { slug }))
          if (upstream === null) throw new Error('An Owner manages every app')
          const scopeRules = what === 'demand' ? [{ methods: [], path: '/*', scope: 'read' }] : []
          const wanted = { appId, changedAt, name, environment, upstream, scopes: [...scopes], scopeRules }
          return [await govern(changeApp, wanted), () => model.demand(app, what === 'demand')]
        }
        case 'time':
          await clock.forward(step.minutes)
          return undefined
        case 'work':
          while (need(await performForAccount(platform, recordExpiredKeys, ORIGIN, {})).keys > 0);
          while (need(await performForAccount(platform, endReplacedKey, ORIGIN, {})).ended);
          while (need(await performForAccount(platform, revokeOverdueOrphans, ORIGIN, {})).found);
          model.revokeOverdue(now())
          return undefined
        default:
      }

      if (what === 'accept' || what === 'decline' || what === 'withdraw') {
        const offer = model.offers.at(-1 - (step.offer % Math.max(1, model.offers.length)))
        if (!offer) return undefined
        const offerId = offers[model.offers.indexOf(offer)] as OfferId
        if (what === 'withdraw') return [await govern(withdrawOffer, { offerId }), () => model.withdraw(offer, now())]
        const receiver = actingAs(offer.to)
        if (what === 'decline') return [await receiver(declineOffer, { offerId }), () => model.decline(offer, now())]
        const taken = await receiver(acceptOffer, { offerId, name: randomUUID(), expiration: '30d' })
        if (taken.ok) learn(taken.value)
        return [taken, () => model.accept(offer, now())]
      }

      if (keys.length === 0) return undefined
      const key = at(aptKeys(step), step.key)
      const apiKeyId = idOf(key)
      switch (what) {
        case 'disable':
          return [await govern(disableApiKey, { apiKeyId }), () => model.disable(key, now())]
        case 'enable':
          return [await govern(enableApiKey, { apiKeyId }), () => model.enable(key, now())]
        case 'revoke':
          return [await govern(revokeApiKey, { apiKeyId, agreed: true }), () => model.revoke(key, now())]
        case 'narrow':
        case 'widen': {
          const limits = { rate: null, addresses: what === 'narrow' ? ['10.0.0.0/8'] : [] }
          return [
            await govern(changeApiKeyLimits, { apiKeyId, limits }),
            () => model.limit(key, what === 'narrow', now()),
          ]
        }
        case 'offer': {
          const to = at(model.people, step.heir)
          const made = await govern(offerApiKeys, {
            apiKeyIds: [apiKeyId],
            toMembershipId: memberOf(to).membershipId,
          })
          return [made, () => model.offer(key, to, now())]
        }
      }
    }

    async function inviteAgain(member: Member): Promise<Result<unknown>> {
      const { email, userId } = member
      const sent = await owner(inviteMember, { email, role: 'developer' })
      if (!sent.ok) return sent
      const token = new URL(sent.value.url).searchParams.get('token')
      const { sessionId } = need(await performForAccount(platform, startSession, ORIGIN, { userId }))
      return performForAccount(platform, joinWithOwnAccount, ORIGIN, { token, sessionId })
    }

    /** Takes a step in both, and lets the gateway hear of it as it hears of everything: by the change log. */
    async function take(step: Step): Promise<void> {
      const attempted = await attempt(step)
      if (attempted) {
        const [outcome, takes] = attempted
        if (step.foreign && step.what !== 'invite again') expect(refusal(outcome)).toMatch(/_not_found$/)
        else
          expect([step.what, refusal(outcome) ?? 'taken', takes()]).toEqual([step.what, expect.anything(), outcome.ok])
      }
      // Offers that were made with this step, in the order of the model's.
      for (const { key, to } of model.offers.slice(offers.length))
        offers.push(await newestOffer(idOf(key), memberOf(to)))
      const { changes } = await readLog(platform, acme.id, gateway.knowledge.seq)
      for (const change of changes) {
        expect(change.seq).toBe(gateway.knowledge.seq + 1)
        gateway.learn(parseChangeEvent(dataOf(change)).change)
      }
      expect(await storedOfOthers()).toBe(untouched)
    }

    async function newestOffer(apiKeyId: ApiKeyId, { membershipId }: Member): Promise<OfferId> {
      const [found] = await sql<{ id: OfferId }>(
        'select id from offer where api_key_id = $1 and to_membership_id = $2 order by id desc limit 1',
        [apiKeyId, membershipId],
      )
      if (!found) throw new Error('Nothing was offered to them')
      return found.id
    }

    /** What a gateway answers to each key, in the order in which they were made. */
    async function verdicts(by: Gateway = gateway): Promise<Verdict[]> {
      by.nowSeconds = Math.floor(clock.now() / 1000)
      const found: Verdict[] = []
      for (const [number, { token }] of keys.entries()) {
        const { slug } = appOf((model.keys[number] as ModelKey).app)
        found.push((await by.decide({ slug, token })).verdict)
      }
      return found
    }

    /** What stands on these tabs of each app, and the counts of all, are what the model says; so is what the gateway answers. */
    async function agree(tabs: readonly KeyTab[] = TABS): Promise<void> {
      const now = clock.now()
      for (const app of model.apps) {
        const standsOn = (tab: KeyTab) =>
          model.keys.filter(
            (key) => key.app === app && (KEY_TABS[tab] as readonly KeyStatus[]).includes(model.statusOf(key, now)),
          )
        for (const tab of tabs) {
          const { rows, counts } = need(await owner(listApiKeys, { within: { appSlug: appOf(app).slug }, tab }))
          const shown = rows.map(({ id, status, owner: { id: ownerId } }) => [id, status, ownerId])
          const expected = standsOn(tab).map((key) => [
            idOf(key),
            model.statusOf(key, now),
            memberOf(key.owner).membershipId,
          ])
          expect(shown.sort()).toEqual(expected.sort())
          expect(counts).toEqual(Object.fromEntries(TABS.map((each) => [each, standsOn(each).length])))
        }
      }
      expect(await verdicts()).toEqual(model.keys.map((key) => model.verdictOn(key, now)))
    }

    /** Whoever comes anew learns the same: from a key's own page, and as a gateway from a snapshot. */
    async function agreeAnew(): Promise<void> {
      for (const key of model.keys) {
        const { status } = need(await owner(viewApiKey, { apiKeyId: idOf(key) })).key
        expect([idOf(key), status]).toEqual([idOf(key), model.statusOf(key, clock.now())])
      }
      expect(await verdicts(await newGateway())).toEqual(await verdicts())
    }

    const plain: Step = {
      what: 'create',
      who: 0,
      heir: 0,
      key: 0,
      offer: 0,
      app: 0,
      type: 'user',
      expiration: 'none',
      hours: 0,
      minutes: 0,
      rest: 'orphan',
      handsOver: false,
      foreign: false,
    }
    for (const first of FIRST) await take({ ...plain, ...first })
    return { take, agree, agreeAnew, verdicts }
  }

  return {
    /** Everyone agrees after each of these steps. Of the tabs each step looks at another one, and at all of them in the end. */
    async agreeAfterEach(steps: readonly Step[]): Promise<void> {
      const life = await beginLife()
      for (const [number, step] of steps.entries()) {
        await life.take(step)
        await life.agree(TABS.slice(number % TABS.length).slice(0, 1))
      }
      await life.agree()
      await life.agreeAnew()
    },

    /** No key that was refused is accepted after a step that gives nothing back. */
    async neverRevivedUnasked(steps: readonly Step[]): Promise<void> {
      const life = await beginLife()
      for (const step of steps) {
        const before = await life.verdicts()
        await life.take(step)
        if ((GIVES_BACK as readonly What[]).includes(step.what)) continue
        const after = await life.verdicts()
        const revived = before.flatMap((verdict, number) =>
          verdict !== 'accepted' && after[number] === 'accepted' ? [`${verdict} before ${step.what}`] : [],
        )
        expect(revived).toEqual([])
      }
    },
  }
}

/** What stands behind `data:` in a change's server-sent event: what goes over the wire. */
const dataOf = (change: Parameters<typeof encodeChangeEvent>[0]) =>
  /^data: (.*)$/m.exec(new TextDecoder().decode(encodeChangeEvent(change)))?.[1] ?? ''
