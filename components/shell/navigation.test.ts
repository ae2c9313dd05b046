import { describe, expect, it } from 'vitest'
import { currentHref } from './navigation'

const groups = [
  { items: [{ label: 'Home', href: '/o/demo' }] },
  {
    label: 'Develop',
    items: [
      { label: 'Cloud Functions', href: '/o/demo/functions' },
      { label: 'Archive', href: '/o/demo/functions/archive' },
    ],
  },
]

describe('the marked place in the navigation', () => {
  it.each([
    ['/o/demo', '/o/demo'],
    ['/o/demo/functions', '/o/demo/functions'],
    ['/o/demo/functions/resize-image/keys', '/o/demo/functions'],
    ['/o/demo/functions/archive/2026', '/o/demo/functions/archive'],
    ['/o/demo/functions-of-old', undefined],
    ['/o/demo/members', undefined],
  ])('at %s is %s', (pathname, href) => {
    expect(currentHref(groups, pathname)).toBe(href)
  })
})
