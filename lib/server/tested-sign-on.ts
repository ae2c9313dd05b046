import { cookies } from 'next/headers'
import { z } from 'zod'
import type { TestedClaims } from '@/lib/contract/identity-provider'
import { sentenceOf } from '@/lib/core/failures'
import type { Result } from '@/lib/core/result'
import { openCookie, sealCookie } from '@/lib/crypto/sealed-cookie'
import { installation } from '@/lib/server/platform'

/** What a test sign-in came to, as its page shows it: what the provider told, or why it was refused. */
export type TestedSignOn =
  | { readonly ok: true; readonly claims: TestedClaims }
  | { readonly ok: false; readonly message: string }

const NAME = 'aura.tested-sign-on'
const SECONDS = 60

const Kept = z.object({
  organization: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
  tested: z.union([
    z.object({
      ok: z.literal(true),
      claims: z.object({
        subject: z.string(),
        email: z.string().nullable(),
        emailVerified: z.boolean(),
        name: z.string().nullable(),
      }),
    }),
    z.object({ ok: z.literal(false), message: z.string() }),
  ]),
})

/** For the page that follows. It stands in no address, since addresses are kept and passed on. */
export async function keepTested(
  organization: string,
  outcome: Result<{ readonly tested: TestedClaims | null }>,
): Promise<void> {
  const { publicUrl, sessionSecret } = installation().environment
  const tested: TestedSignOn | null = outcome.ok
    ? outcome.value.tested && { ok: true, claims: outcome.value.tested }
    : { ok: false, message: sentenceOf(outcome.failure) }
  const content = { organization, expiresAt: Date.now() + SECONDS * 1_000, tested }
  ;(await cookies()).set(NAME, await sealCookie(content, NAME, sessionSecret), {
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    path: `/o/${organization}`,
    maxAge: SECONDS,
  })
}

export async function readTested(organization: string): Promise<TestedSignOn | null> {
  const sealed = (await cookies()).get(NAME)?.value
  if (!sealed) return null
  const kept = Kept.safeParse(await openCookie(sealed, NAME, installation().environment.sessionSecret))
  if (!kept.success || kept.data.organization !== organization || kept.data.expiresAt <= Date.now()) return null
  return kept.data.tested
}
