import { type Environment, openPlatform } from '@/lib/operations/environment'
import type { Platform } from '@/lib/operations/perform'
import { environment } from '@/lib/server/env'

interface Installation {
  readonly environment: Environment
  readonly platform: Platform
}

/** Instrumentation and routes are separate module instances in Next: what they share hangs on globalThis. */
const shared = globalThis as typeof globalThis & { auraInstallation?: Installation }

export function installation(): Installation {
  shared.auraInstallation ??= install()
  return shared.auraInstallation
}

function install(): Installation {
  const read = environment()
  return { environment: read, platform: openPlatform(read) }
}

export const platform = (): Platform => installation().platform
