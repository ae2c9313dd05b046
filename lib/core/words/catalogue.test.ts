import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Catalogue, en } from './catalogue'

const roomsOf = (language: string) =>
  readdirSync(new URL(`./${language}`, import.meta.url)).map((file) =>
    file.replace(/\.ts$/, '').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
  )

/** Every text of a room, with the way to it; what takes parameters is left to those who say it. */
function* textsIn(value: unknown, path: string): Generator<[path: string, text: string]> {
  if (typeof value === 'string') yield [path, value]
  else if (typeof value === 'object' && value !== null)
    for (const [name, part] of Object.entries(value)) yield* textsIn(part, `${path}.${name}`)
}

describe('the catalogue', () => {
  it('holds every room', () => {
    expect(Object.keys(en satisfies Catalogue).sort()).toEqual(roomsOf('en').sort())
  })

  it('has no text that is empty, or that begins or ends with a space', () => {
    const texts = [...textsIn(en, 'en')]
    expect(texts.length).toBeGreaterThan(20)
    expect(texts.filter(([, text]) => text === '' || text.trim() !== text)).toEqual([])
  })
})
