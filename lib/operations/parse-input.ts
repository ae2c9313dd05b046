import type { z } from 'zod'
import { ok, type Result } from '@/lib/core/result'

/** Input by its schema; what is wrong, beside the field that it is wrong in: `scopeRules.2.path` for a part of a part. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): Result<z.output<Schema>> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return ok(parsed.data)
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) fields[issue.path.map(String).join('.')] ??= issue.message
  const [message = 'Something is missing.'] = Object.values(fields)
  return { ok: false, failure: { code: 'invalid_input', fields, params: { message } } }
}
