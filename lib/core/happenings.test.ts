import { describe, expect, it } from 'vitest'
import {
  CHANNELS,
  canTellBy,
  HAPPENING_KINDS,
  HAPPENINGS,
  listKeys,
  type NamedKey,
  type PossibleRecipient,
  toldBy,
} from '@/lib/core/happenings'
import { LIMITS } from '@/lib/core/limits'
import { ROLES } from '@/lib/core/roles'
import { newIdAt } from '@/lib/crypto/identifiers'

const newId = newIdAt(new Date(0))
const everyone: readonly PossibleRecipient[] = ROLES.map((role) => ({
  membershipId: newId('membership'),
  role,
  choices: {},
}))
const idOf = (role: PossibleRecipient['role']) =>
  (everyone.find((member) => member.role === role) as PossibleRecipient).membershipId
const rolesOf = (told: readonly string[]) =>
  everyone.filter(({ membershipId }) => told.includes(membershipId)).map(({ role }) => role)

describe('who is told', () => {
  it.each([
    ['keys_orphaned', ['owner', 'aura_owner']],
    ['app_deleted', ['owner', 'aura_owner']],
    ['keys_restored', ['owner', 'aura_owner']],
    ['api_key_created', []],
    ['api_keys_expiring', []],
    ['hand_over_offered', []],
    ['hand_over_answered', []],
    ['dead_keys_used', ['owner', 'aura_owner']],
    ['gateway_silent', ['owner', 'aura_owner']],
    ['gateway_back', ['owner', 'aura_owner']],
    ['webhook_disabled', ['owner', 'aura_owner']],
    ['delivery_failed', ['owner']],
  ] as const)('of %s, unless somebody chose otherwise: %j', (kind, roles) => {
    expect(rolesOf(toldBy('bell', { kind }, everyone, {}))).toEqual(roles)
    expect(rolesOf(toldBy('email', { kind }, everyone, {}))).toEqual(kind === 'delivery_failed' ? [] : roles)
  })

  it('is whoever it concerns, whatever their role, where the kind is told at all', () => {
    const recipients = [idOf('reader')]
    for (const kind of HAPPENING_KINDS) {
      const told = rolesOf(toldBy('bell', { kind, recipients }, everyone, {}))
      expect(told.includes('reader'), kind).toBe(HAPPENINGS[kind].preset.includes('bell'))
    }
  })

  it('is by the organization’s choice, and a person can only do without', () => {
    const on = { api_key_created: { bell: true } }
    expect(rolesOf(toldBy('bell', { kind: 'api_key_created' }, everyone, on))).toEqual(['owner', 'aura_owner'])
    const [owner, ...others] = everyone as readonly [PossibleRecipient, ...PossibleRecipient[]]
    const without = [{ ...owner, choices: { api_key_created: { bell: false } } }, ...others]
    expect(rolesOf(toldBy('bell', { kind: 'api_key_created' }, without, on))).toEqual(['aura_owner'])
    const wanting = [{ ...owner, choices: { api_key_created: { bell: true } } }, ...others]
    expect(toldBy('bell', { kind: 'api_key_created' }, wanting, {})).toEqual([])
  })

  it('is nobody on a channel that could not tell it, whatever was chosen', () => {
    for (const kind of HAPPENING_KINDS)
      for (const channel of CHANNELS)
        if (!canTellBy(kind, channel))
          expect(
            toldBy(channel, { kind, recipients: [idOf('owner')] }, everyone, { [kind]: { [channel]: true } }),
          ).toEqual([])
  })
})

describe('the keys of a message', () => {
  const key = (name: string, type: NamedKey['type']): NamedKey => ({
    id: newId('apiKey'),
    name,
    type,
    hint: 'abcd',
    app: { id: newId('app'), name: 'a', slug: 'a', service: 'cloud_function' },
  })

  it('stand with server keys first, and no more of them than fit', () => {
    const keys = Array.from({ length: LIMITS.keysPerHappening + 7 }, (_, n) =>
      key(`u${String(n).padStart(3, '0')}`, 'user'),
    )
    const { listed, total } = listKeys([...keys, key('z', 'server')])
    expect(listed[0]?.name).toBe('z')
    expect([listed.length, total]).toEqual([LIMITS.keysPerHappening, LIMITS.keysPerHappening + 8])
  })
})
