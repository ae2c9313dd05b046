import { z } from 'zod'
import { scopeName } from '@/lib/contract/scopes'
import { PATH_PATTERN } from '@/lib/core/app-access'
import { LIMITS } from '@/lib/core/limits'

const scopeRule = z.object({
  methods: z
    .array(
      z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^[A-Z](?:[A-Z-]{0,30}[A-Z])?$/, 'Methods are words such as GET and POST, separated by spaces.'),
    )
    .max(LIMITS.methodsPerRule, `At most ${LIMITS.methodsPerRule} methods.`)
    .transform((methods) => [...new Set(methods)]),
  path: z
    .string({ error: 'Enter a path.' })
    .trim()
    .min(1, 'Enter a path.')
    .max(LIMITS.rulePathLength, `At most ${LIMITS.rulePathLength} characters.`)
    .regex(
      PATH_PATTERN,
      'Enter a path such as /images/* without “/” at its end: “*” stands for one part of it, or at the end for everything below.',
    ),
  scope: z.string({ error: 'Choose a scope.' }).min(1, 'Choose a scope.').pipe(scopeName),
})

export const scopeRules = z.array(scopeRule).max(LIMITS.scopeRulesPerApp, `At most ${LIMITS.scopeRulesPerApp} rules.`)

/** An origin in its one spelling, which browsers send and gateways compare with: scheme and host in lower case, no port that goes without saying. */
const corsOrigin = z
  .string()
  .trim()
  .transform((typed, context) => {
    const read = readOrigin(typed)
    if ('origin' in read) return read.origin
    context.addIssue({ code: 'custom', message: read.wrong, input: typed })
    return z.NEVER
  })

function readOrigin(typed: string): { readonly origin: string } | { readonly wrong: string } {
  if (typed.includes('*')) return { wrong: `“${typed}” would let in pages that nobody has named. List each origin.` }
  if (typed.toLowerCase() === 'null')
    return {
      wrong: '“null” is the origin of many pages at once, foreign ones among them. Serve yours from an address.',
    }
  const url = /^https?:\/\/[^\s\\]+$/i.test(typed) && URL.canParse(typed) ? new URL(typed) : undefined
  if (!url || url.username || url.password)
    return { wrong: `“${typed}” is no origin. Enter scheme and host, such as https://app.example.com.` }
  const { origin } = url
  if (origin.length > LIMITS.originLength) return { wrong: `At most ${LIMITS.originLength} characters.` }
  if (/^https?:\/\/[^/?#]+$/i.test(typed)) return { origin }
  return { wrong: `An origin has no path. Enter ${origin}.` }
}

export const corsOrigins = z
  .array(corsOrigin)
  .transform((origins) => [...new Set(origins)])
  .refine((origins) => origins.length <= LIMITS.corsOriginsPerApp, `At most ${LIMITS.corsOriginsPerApp} origins.`)
