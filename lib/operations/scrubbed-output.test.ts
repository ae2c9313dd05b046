import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { KEY_PREFIX } from '@/lib/core/claims'
import { scrubOutput } from '@/lib/operations/scrubbed-output'

const key = `${KEY_PREFIX}${'a1B2_'.repeat(80)}`
const token = `agt_${'c3D4-'.repeat(9)}`

test('whatever writes to an output, no key leaves by it, and everything else as it was', async () => {
  const chunks: Buffer[] = []
  const output = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  scrubOutput(output)
  const console = new Console(output)
  const error = Object.assign(new Error(`refused: ${key}`, { cause: new Error(token) }), { request: { token, key } })
  console.error(' ⨯', error)
  console.log('%s and %o', key, { [token]: key })
  output.write(Buffer.from(`bytes: ${key} é\n`))
  await new Promise<void>((resolve, reject) =>
    output.write(`${token} at the end\n`, 'utf8', (failure) => (failure ? reject(failure) : resolve())),
  )
  const text = Buffer.concat(chunks).toString()
  for (const secret of [key.slice(60, 90), token.slice(4, 24)]) expect(text).not.toContain(secret)
  for (const kept of [' ⨯ Error: refused: [key removed]', 'é\n', 'agt_[removed] at the end\n'])
    expect(text).toContain(kept)
})
