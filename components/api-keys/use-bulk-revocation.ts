'use client'

import { useRef, useState } from 'react'
import type { z } from 'zod'
import { type Act, attempt } from '@/components/submission'
import type { ActionState } from '@/lib/contract/action-state'
import type { ApiKeyView, RevokeApiKeysInput } from '@/lib/contract/api-keys'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { bulkWords } from '@/words/key-dialogs'

export type RevokeApiKeys = Act<
  z.input<typeof RevokeApiKeysInput>,
  readonly {
    readonly input: { readonly apiKeyId: ApiKeyId }
    readonly outcome: ActionState<{ readonly seq: number }>
  }[]
>

/** What came of one key. A `seq` is what its receipt is asked by; one that was revoked before has none here. */
export type Revoked =
  | { readonly done: true; readonly seq: number | null }
  | { readonly done: false; readonly why: string }

/** So few at a time that the bar moves, and so many that a hundred keys are ten requests. */
const AT_A_TIME = 10

/**
 * Revokes several keys, a few with each request, each in a transaction of its own: what is done stays done, whatever becomes of
 * the others. One run at a time; those that failed can be tried again.
 */
export function useBulkRevocation(revokeApiKeys: RevokeApiKeys, onEnd: () => void) {
  const [results, setResults] = useState<ReadonlyMap<ApiKeyId, Revoked>>(new Map())
  const [progress, setProgress] = useState<{ readonly done: number; readonly all: number } | null>(null)
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({})
  const underWay = useRef(false)

  async function run(keys: readonly Pick<ApiKeyView, 'id'>[], reason: string): Promise<number | null> {
    if (underWay.current) return null
    underWay.current = true
    setFields({})
    setProgress({ done: 0, all: keys.length })
    let last: number | null = null
    try {
      for (let from = 0; from < keys.length; from += AT_A_TIME) {
        const ids = keys.slice(from, from + AT_A_TIME).map(({ id }) => id)
        const answer = await attempt(() => revokeApiKeys({ apiKeyIds: ids, agreed: true, reason }))
        if (!answer.ok && Object.keys(answer.fields).length > 0) {
          // Something is wrong with what was typed: nothing was done, and it stays to be put right.
          setFields(answer.fields)
          return last
        }
        const now: [ApiKeyId, Revoked][] = answer.ok
          ? answer.value.map(({ input, outcome }) => [input.apiKeyId, revokedOf(outcome)])
          : ids.map((id) => [id, { done: false, why: answer.message }])
        if (!answer.ok)
          for (const { id } of keys.slice(from + AT_A_TIME)) now.push([id, { done: false, why: bulkWords.notTried }])
        for (const [, result] of now) if (result.done && result.seq !== null) last = Math.max(last ?? 0, result.seq)
        setResults((before) => new Map([...before, ...now]))
        setProgress({ done: Math.min(from + AT_A_TIME, keys.length), all: keys.length })
        if (!answer.ok) break
      }
      return last
    } finally {
      underWay.current = false
      setProgress(null)
      onEnd()
    }
  }

  return { results, progress, fields, run }
}

/** A key that somebody else has revoked meanwhile is as dead as one wanted it. */
function revokedOf(outcome: ActionState<{ readonly seq: number }>): Revoked {
  if (outcome.ok) return { done: true, seq: outcome.value.seq }
  if (outcome.code === 'api_key_already_revoked') return { done: true, seq: null }
  return { done: false, why: outcome.message }
}
