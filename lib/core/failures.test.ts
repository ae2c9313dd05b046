import { describe, expect, it } from 'vitest'
import { FAILURES, type FailureCode, sentenceOf } from '@/lib/core/failures'
import { fail } from '@/lib/core/result'

const codes = Object.keys(FAILURES) as FailureCode[]
const namesIn = (code: FailureCode) =>
  [...FAILURES[code].sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string)

describe('a refusal', () => {
  it.each(codes)('%s says something whole, with everything it names filled in', (code) => {
    const params = Object.fromEntries(namesIn(code).map((name) => [name, `<${name}>`]))
    const sentence = sentenceOf({ code, params })
    expect(sentence).not.toMatch(/[{}]|undefined/)
    for (const name of namesIn(code)) expect(sentence).toContain(`<${name}>`)
    // invalid_input is the schema's own sentence.
    if (code !== 'invalid_input') expect(FAILURES[code].sentence).toMatch(/^[A-Z].*\.$/)
    expect(FAILURES[code].title).toMatch(/^[A-Z]/)
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
  })

  it('does not compile without what its sentence names', () => {
    // @ts-expect-error limit is missing
    fail('server_key_limit')
    // @ts-expect-error limit is missing
    fail('server_key_limit', { field: 'name', params: {} })
    // @ts-expect-error this sentence names nothing
    fail('app_not_found', { params: { limit: 1 } })
    expect(sentenceOf(fail('server_key_limit', { params: { limit: 100 } }).failure)).toBe(
      'This app has its 100 server keys. Revoke one that is no longer needed.',
    )
    expect(fail('scope_missing', { field: 'scopes' }).failure).toEqual({ code: 'scope_missing', field: 'scopes' })
  })

  it('does not fill in what a name brings along', () => {
    const { failure } = fail('api_key_name_taken', { params: { name: '{slug} {name}' } })
    expect(sentenceOf(failure)).toBe('A live key of this app is named “{slug} {name}” already. Choose another name.')
  })
})
