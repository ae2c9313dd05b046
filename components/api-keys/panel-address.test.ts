import { expect, test } from 'vitest'
import { panelHref, readPanelAddress } from './panel-address'

const read = (href: string) => readPanelAddress(Object.fromEntries(new URL(href, 'http://portal.test').searchParams))

test('a view that is sent to a colleague is the view that they see', () => {
  const view = { tab: 'orphaned', text: 'ci & “deploy”', sort: 'owner', descending: true, cursor: 'abc_-9' } as const
  expect(read(panelHref('/keys', view))).toEqual(view)
  expect(read(panelHref('/keys', { ...view, sort: 'created', descending: false }))).toMatchObject({
    sort: 'created',
    descending: false,
  })
})

test('what is preset does not stand in the address', () => {
  expect(panelHref('/keys', readPanelAddress({}))).toBe('/keys')
})

test('what the panel does not know is as if it were not there', () => {
  expect(readPanelAddress({ tab: 'dead', sort: '-price', text: ['a', 'b'], cursor: ['c'] })).toEqual({
    tab: null,
    text: '',
    sort: 'created',
    descending: true,
    cursor: null,
  })
})
