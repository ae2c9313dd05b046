import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import type { KeyStatus } from '@/lib/core/api-key'
import type { ApiKeyId, SecretId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'

export const CreateSecretInput = z.object({
  name: z
    .string({ error: 'Enter a name.' })
    .trim()
    .min(1, 'Enter a name.')
    .max(LIMITS.secretNameLength, `At most ${LIMITS.secretNameLength} characters.`)
    .regex(/^[A-Za-z0-9_]+$/, 'Use letters, digits and underscore only.'),
  value: z
    .string({ error: 'Enter the value.' })
    .min(1, 'Enter the value.')
    .refine(
      (value) => new TextEncoder().encode(value).length <= LIMITS.secretValueBytes,
      `At most ${LIMITS.secretValueBytes / 1024} KiB.`,
    ),
})

export const SecretInput = z.object({ secretId: idOf('secret') })

export interface SecretView {
  readonly id: SecretId
  readonly name: string
  readonly owner: string
  readonly createdAt: string
  readonly changedAt: string
  readonly version: number
  /** The key that it holds, when its value verified as one of the organization's keys. */
  readonly holds: {
    readonly id: ApiKeyId
    readonly name: string
    readonly status: KeyStatus
    readonly appName: string
  } | null
  readonly can: { readonly reveal: boolean }
}

export interface SecretsView {
  readonly secrets: readonly SecretView[]
  readonly can: { readonly create: boolean }
  readonly now: string
}
