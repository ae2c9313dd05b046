import { z } from 'zod'
import { LIMITS } from '@/lib/core/limits'

/** RFC 6749 §3.3 scope tokens, a little narrower so that they read well. */
export const scopeName = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9._:-]*$/, 'Scopes are lower case letters, digits and . _ : -')
  .max(LIMITS.scopeLength, `At most ${LIMITS.scopeLength} characters.`)
