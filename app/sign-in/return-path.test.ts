import { expect, test } from 'vitest'
import { returnPath } from './return-path'

test('after signing in one comes back to an organization’s page, with its view', () => {
  expect(returnPath('/o/demo')).toBe('/o/demo')
  expect(returnPath('/o/demo/cloud-functions/api-keys?tab=orphaned')).toBe(
    '/o/demo/cloud-functions/api-keys?tab=orphaned',
  )
})

test('who was on the way to an account, or into an organization by a link, comes back there', () => {
  const invitation = `/invitation?token=${'a'.repeat(43)}`
  expect([returnPath('/account'), returnPath(invitation)]).toEqual(['/account', invitation])
})

test('and to the page where an account is connected with single sign-on', () => {
  expect(returnPath('/single-sign-on?organization=demo')).toBe('/single-sign-on?organization=demo')
})

test.each([
  '/single-sign-on?organization=demo&problem=x',
  '/single-sign-on/../o',
  undefined,
  '',
  ['/o/demo', '/o/other'],
  'https://evil.test/o/demo',
  '//evil.test/o/demo',
  '/\\evil.test',
  'https:%2F%2Fevil.test',
  '%2F%2Fevil.test',
  '/%2Fevil.test',
  '/%5Cevil.test',
  '/\n/evil.test',
  '\n//evil.test',
  '/\t/evil.test',
  ' //evil.test',
  'http:evil.test',
  '/o/x/../..//evil.test',
  '/o/x/%2e%2e/%2E.//evil.test',
  '/o/\n/evil.test',
  '/@evil.test',
  '/o/\\evil.test',
  '/o//evil.test',
  '/o/../sign-in',
  '/o/demo/../../sign-in',
  '/account/../o',
  '/accounts',
  `/invitation?token=${'a'.repeat(43)}&to=/x`,
  '/invitation?token=short',
  '/sign-in?to=/sign-in',
  'javascript:alert(1)',
])('%s leads to the start page, not away', (to) => {
  expect(returnPath(to)).toBe('/')
})

test.each([
  '/o/demo\r\nLocation: https://evil.test',
  '/o/demo\n//evil.test',
  '/o/x/..//evil.test',
  '/o/x%2F%2Fevil.test',
  '/o/demo?to=//evil.test',
])('%s stays in the portal, in one line', (to) => {
  const path = returnPath(to)
  expect(new URL(path, 'https://portal.test').origin).toBe('https://portal.test')
  expect(path).toMatch(/^\/(?![\/\\])[!-~]*$/)
})
