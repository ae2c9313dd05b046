import type { Call } from '@/gateway/call'
import { compileScopeRules, type ScopeRule, type ScopesNeeded } from '@/lib/core/app-access'
import type { DataPlaneApp } from '@/lib/core/changes'

const NONE: readonly string[] = []
/** An app's rules are made ready once, for as long as they are its rules: a change brings new ones. */
const compiled = new WeakMap<readonly ScopeRule[], ScopesNeeded>()

/**
 * The scopes that a key needs for a call. Forward-auth asks for the one in its query and for nothing else: what the
 * request in front is, only the proxy there knows; it could tell in headers alone, and no header may change a verdict.
 */
export function scopesNeeded({ scopeRules }: DataPlaneApp, { method, path, scope }: Call): readonly string[] {
  if (method === undefined) return scope === undefined ? NONE : [scope]
  if (scopeRules.length === 0) return NONE
  let needed = compiled.get(scopeRules)
  if (!needed) {
    needed = compileScopeRules(scopeRules)
    compiled.set(scopeRules, needed)
  }
  return needed(method, path)
}
