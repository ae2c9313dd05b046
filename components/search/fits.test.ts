import { describe, expect, it } from 'vitest'
import { fits } from './fits'

describe('what is typed fits a label', () => {
  it.each([
    ['Audit log', 'aud', true],
    ['Audit log', 'log aud', true],
    ['Audit log', 'dit', false],
    ['Create API key for resize-image', 'key image', true],
    ['Zürich', 'zur', true],
    ['Zurich', 'zür', true],
    ['Audit log', '', true],
    ['Audit log', '  ', true],
    ['Audit log', 'audit gateways', false],
  ])('%s: "%s" %s', (label, typed, expected) => {
    expect(fits(label, typed)).toBe(expected)
  })
})
