import { scrub } from '@/lib/core/scrub'
import { USAGE_LIMITS } from '@/lib/core/usage'

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/g
const MOST_METHOD_CHARACTERS = 32
const MOST_ADDRESS_CHARACTERS = 64

/** What a caller says of itself, fit to be kept and shown: no key, nothing that cannot be printed, not longer than is kept. */
const plain = (text: string, most: number) =>
  scrub(text).replace(CONTROL_CHARACTERS, '\ufffd').slice(0, most).toWellFormed()

export const plainAgent = (agent: string): string => plain(agent, USAGE_LIMITS.agentCharacters)

export const plainMethod = (method: string): string => plain(method, MOST_METHOD_CHARACTERS)

/** The path of a request target; its query may hold anything, and is no part of it. */
export function plainPath(target: string): string {
  const end = target.search(/[?#]/)
  return plain(end === -1 ? target : target.slice(0, end), USAGE_LIMITS.pathCharacters)
}

/** An IPv4 caller on a socket that listens on both is an IPv4 caller. */
export const plainAddress = (address: string): string =>
  plain(address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address, MOST_ADDRESS_CHARACTERS)
