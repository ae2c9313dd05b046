import { expect, test } from 'vitest'
import type { MembershipId } from '@/lib/core/identifiers'
import { exportHref, filtersOn, type PanelAddress, panelHref, readPanelAddress } from './panel-address'

const read = (href: string) => readPanelAddress(Object.fromEntries(new URL(href, 'http://portal.test').searchParams))

const ownerId = 'mem_0193b2f0-7c1a-7000-8000-00000000a11c' as MembershipId
const all: PanelAddress['filters'] = {
  status: 'disabled',
  ownerId,
  type: 'server',
  environment: 'sandbox',
  stopsWithinDays: 30,
  unused: 'never',
}

test('a view that is sent to a colleague is the view that they see', () => {
  const view: PanelAddress = {
    tab: 'orphaned',
    text: 'ci & “deploy”',
    filters: all,
    sort: 'owner',
    descending: true,
    cursor: 'abc_-9',
  }
  expect(read(panelHref('/keys', view))).toEqual(view)
  for (const other of [
    { ...view, sort: 'created', descending: false },
    { ...view, filters: { unused: 90 } },
    { ...view, filters: {} },
  ] as const)
    expect(read(panelHref('/keys', other))).toEqual(other)
})

test('what is preset does not stand in the address', () => {
  expect(panelHref('/keys', readPanelAddress({}))).toBe('/keys')
})

test('what the panel does not know is as if it were not there', () => {
  expect(
    readPanelAddress({
      tab: 'dead',
      sort: '-price',
      text: ['a', 'b'],
      cursor: ['c'],
      state: 'tired',
      owner: 'key_0193',
      type: 'root',
      environment: 'moon',
      expires: '-7',
      unused: '1e9',
    }),
  ).toEqual({ tab: null, text: '', filters: {}, sort: 'created', descending: true, cursor: null })
})

test.each(['0', '3651', '7.5', '07', ' 7', 'soon', ''])('“%s” is no number of days', (days) => {
  expect(read(`/keys?expires=${encodeURIComponent(days)}&unused=${encodeURIComponent(days)}`).filters).toEqual({})
})

test('a tab passes over the filters that say nothing about its keys', () => {
  expect(filtersOn('active', all)).toEqual(all)
  expect(filtersOn('active', { status: 'revoked' })).toEqual({})
  expect(filtersOn('orphaned', { ...all, status: 'orphaned' })).toEqual({
    ownerId,
    type: 'server',
    environment: 'sandbox',
    unused: 'never',
  })
  expect(filtersOn('history', { status: 'expired', stopsWithinDays: 7 })).toEqual({ status: 'expired' })
})

test('the file of a view is asked for with the tab that is open and all that narrows it, from its first page on', () => {
  const view = { ...readPanelAddress({}), text: 'deploy', filters: all, sort: 'owner', cursor: 'abc_-9' } as const
  const href = exportHref('/keys', view, 'history')
  expect(href).toMatch(/^\/keys\/export\.csv\?/)
  expect(read(href)).toEqual({ ...view, tab: 'history', filters: filtersOn('history', all), cursor: null })
  expect(exportHref('/keys', readPanelAddress({}), 'active')).toBe('/keys/export.csv?tab=active')
})
