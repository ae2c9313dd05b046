import { EnvironmentInvalid } from '@/gateway/env'
import { scrub } from '@/lib/core/scrub'

/** What an operator reads when a gateway cannot start or go on: what to do, where that is known, and where it happened, where it is not. */
export function startProblem(error: unknown): string {
  const { message, stack, code = '' } = error as NodeJS.ErrnoException
  if (error instanceof EnvironmentInvalid || code === 'journal_in_use') return message
  if (/^(?:listen|bind) E/.test(message))
    return `The gateway cannot listen where it is told (${message}). Set AURA_GATEWAY_LISTEN, or AURA_METRICS_LISTEN if it is that address, to one that is free and allowed.`
  if (FOLDER_PROBLEMS.has(code))
    return `The gateway cannot keep its journal (${message}). Set AURA_DATA_DIR to a folder of its own that it may write, on a disk with room.`
  return scrub(stack ?? message)
}

const FOLDER_PROBLEMS: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'ENOSPC',
  'EDQUOT',
])
