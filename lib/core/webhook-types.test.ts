import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TYPE_OF_HAPPENING } from '@/lib/core/webhook-messages'
import { WEBHOOK_TYPES } from '@/lib/core/webhook-types'

test('each type that a webhook can be told of comes from one kind of happening, and is described for receivers', () => {
  const told = Object.values(TYPE_OF_HAPPENING).filter((type) => type !== null)
  expect([...told].sort()).toEqual([...WEBHOOK_TYPES].sort())
  const described = [...readFileSync('docs/webhooks.md', 'utf8').matchAll(/^\| `([\w.]+)` \|/gm)].map(
    ([, type]) => type,
  )
  expect(described.sort()).toEqual([...WEBHOOK_TYPES, 'ping'].sort())
})
