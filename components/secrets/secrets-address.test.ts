import { describe, expect, it } from 'vitest'
import { readSecretsAddress, secretsAddressHref } from '@/components/secrets/secrets-address'
import { KEY_PREFIX } from '@/lib/core/claims'

describe('the address of the list of secrets', () => {
  it.each([
    ['/s', { tab: 'live', text: '', cursor: null }],
    ['/s?tab=deleted', { tab: 'deleted', text: '', cursor: null }],
    ['/s?tab=deleted&text=A_B&cursor=x', { tab: 'deleted', text: 'A_B', cursor: 'x' }],
  ] as const)('%s is read as it was written', (href, address) => {
    expect(secretsAddressHref('/s', address)).toBe(href)
    expect(readSecretsAddress(Object.fromEntries(new URL(href, 'http://a.test').searchParams))).toEqual(address)
  })

  it('passes over what it does not know, and never echoes a key', () => {
    expect(readSecretsAddress({ tab: 'all', text: ['a', 'b'], more: '1' })).toEqual({
      tab: 'live',
      text: '',
      cursor: null,
    })
    expect(readSecretsAddress({ text: `x${KEY_PREFIX}abc` }).text).toBe('')
    expect(readSecretsAddress({ text: 'x'.repeat(101) }).text).toHaveLength(100)
  })
})
