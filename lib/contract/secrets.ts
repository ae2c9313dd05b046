import { z } from 'zod'
import type { EventView } from '@/lib/contract/audit-log'
import { idOf } from '@/lib/contract/fields'
import type { KeyStatus } from '@/lib/core/api-key'
import type { ApiKeyId, MembershipId, SecretId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import type { Role } from '@/lib/core/roles'
import { SECRET_ACCESSES, type SecretAccess } from '@/lib/core/secret'

const secretName = z
  .string({ error: 'Enter a name.' })
  .trim()
  .min(1, 'Enter a name.')
  .max(LIMITS.secretNameLength, `At most ${LIMITS.secretNameLength} characters.`)
  .regex(/^[A-Za-z0-9_]+$/, 'Use letters, digits and underscore only.')

const secretValue = z
  .string({ error: 'Enter the value.' })
  .min(1, 'Enter the value.')
  .refine(
    (value) => new TextEncoder().encode(value).length <= LIMITS.secretValueBytes,
    `At most ${LIMITS.secretValueBytes / 1024} KiB.`,
  )

/** As Postgres counts: beyond this a number is no version of anything. */
const versionNumber = z.number().int().min(1).max(2_147_483_647)

export const CreateSecretInput = z.object({ name: secretName, value: secretValue })

export const SecretInput = z.object({ secretId: idOf('secret') })

/** The version in force, or the one that is named. */
export const RevealSecretInput = SecretInput.extend({ version: versionNumber.optional() })

/** `version` is the one that the editor had before them. */
export const UpdateSecretInput = SecretInput.extend({ version: versionNumber, value: secretValue })

export const RenameSecretInput = SecretInput.extend({ name: secretName })

export const DeleteSecretInput = SecretInput.extend({
  /** "I understand that whatever reads this secret finds it no more" */
  agreed: z.literal(true, 'Tick the box to say that you understand.'),
})

/** Without a name it comes back under its own. */
export const RestoreSecretInput = SecretInput.extend({ name: secretName.optional() })

export const ShareSecretInput = SecretInput.extend({
  membershipId: idOf('membership', 'Choose a member.'),
  access: z.enum(SECRET_ACCESSES, 'Choose what the member may do.'),
})

export const UnshareSecretInput = SecretInput.extend({ membershipId: idOf('membership') })

export const SECRET_TABS = ['live', 'deleted'] as const

export const ListSecretsInput = z.object({
  tab: z.enum(SECRET_TABS).default('live'),
  text: z.string().max(LIMITS.secretNameLength).default(''),
  cursor: z.string().max(1_000).optional(),
})

export const ViewSecretInput = SecretInput.extend({ before: versionNumber.optional() })

/** The key that a version holds, when its value verified as one of the organization's keys. */
export interface HeldKeyView {
  readonly id: ApiKeyId
  readonly name: string
  readonly status: KeyStatus
  readonly appName: string
  /** Another key has taken its place. */
  readonly replaced: boolean
}

export interface SecretRights {
  readonly reveal: boolean
  readonly manage: boolean
}

export interface SecretView {
  readonly id: SecretId
  readonly name: string
  readonly owner: string
  readonly createdAt: string
  readonly changedAt: string
  readonly version: number
  readonly holds: HeldKeyView | null
  /** With how many members it is shared. */
  readonly shares: number
  readonly deletedAt: string | null
  /** From when a deleted secret can't be restored any more. */
  readonly goneAt: string | null
  readonly can: SecretRights
}

export interface SecretsView {
  readonly secrets: readonly SecretView[]
  /** Of each tab, what the search finds; not counted beyond 1,001. */
  readonly counts: { readonly live: number; readonly deleted: number }
  readonly nextCursor: string | null
  readonly can: { readonly create: boolean }
  readonly now: string
}

export interface SecretVersionView {
  readonly number: number
  readonly createdAt: string
  readonly createdBy: string | null
  readonly holds: HeldKeyView | null
}

export interface SecretMemberView {
  readonly id: MembershipId
  readonly name: string
  readonly email: string
  readonly role: Role
}

export interface SecretPageView {
  readonly secret: SecretView
  readonly deletedBy: string | null
  readonly versions: readonly SecretVersionView[]
  /** Where the older versions begin. */
  readonly nextBefore: number | null
  /** Known to who may manage it. */
  readonly shares: readonly { readonly member: SecretMemberView; readonly access: SecretAccess }[]
  readonly shareable: readonly (SecretMemberView & { readonly accesses: readonly SecretAccess[] })[]
  /** Who did what with it, the newest first; to those who may manage it, for it tells who reads it. */
  readonly events: readonly EventView[]
  readonly now: string
}
