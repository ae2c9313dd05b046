/**
 * What journals of earlier versions of the feed lack. A gateway that is upgraded must not lose the key that it has pinned and what is
 * sticky, so what an older version has written is brought up to this one. All of it means what its absence meant.
 */
export function upgradeState(state: unknown): unknown {
  if (!isRecord(state) || !Array.isArray(state.apps)) return state
  return { keyLimits: [], keyEndings: [], ...state, apps: state.apps.map(upgradeApp) }
}

export function upgradeChange(numbered: unknown): unknown {
  if (!isRecord(numbered) || !isRecord(numbered.change) || numbered.change.kind !== 'app') return numbered
  return { ...numbered, change: { ...numbered.change, app: upgradeApp(numbered.change.app) } }
}

const upgradeApp = (app: unknown): unknown =>
  isRecord(app) ? { scopeRules: [], corsOrigins: [], upstreamSecret: null, ...app } : app

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
