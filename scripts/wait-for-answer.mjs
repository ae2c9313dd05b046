/** Waits until an address answers well, without waiting for ever. */
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * @param {string} url
 * @param {{ limitSeconds: number, unless: Promise<unknown> }} options `unless` settles when waiting has become pointless
 * @returns {Promise<boolean>} false when it became pointless
 */
export async function waitForAnswer(url, { limitSeconds, unless }) {
  let pointless = false
  unless.then(() => {
    pointless = true
  })
  const end = Date.now() + limitSeconds * 1000
  let lastAnswer = 'nothing answered'
  while (Date.now() < end) {
    if (pointless) return false
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) })
      await response.body?.cancel()
      if (response.ok) return true
      lastAnswer = `the last answer was ${response.status}`
    } catch (error) {
      lastAnswer = error.cause?.code ?? error.message
    }
    await sleep(100)
  }
  throw new Error(`${url} was not ready within ${limitSeconds} s (${lastAnswer}).`)
}
