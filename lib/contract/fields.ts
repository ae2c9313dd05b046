import { z } from 'zod'
import { ID_PREFIXES, type Id, type IdKind, isId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'

/** An id of one kind. A malformed one is treated as any unknown id is: the operation does not find it. */
export const idOf = <K extends IdKind>(kind: K, error = `This is not an id that begins with ${ID_PREFIXES[kind]}_.`) =>
  z.custom<Id<K>>((value) => isId(kind, value), { error })

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
export const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

/** A name that people give and read: NFC, trimmed, without control or direction-changing characters. */
export const givenName = (what: string) =>
  z
    .string({ error: `Enter ${what}.` })
    .transform((value) => value.normalize('NFC').trim().replace(/\s+/g, ' '))
    .pipe(
      z
        .string()
        .min(1, `Enter ${what}.`)
        .max(LIMITS.nameLength, `At most ${LIMITS.nameLength} characters.`)
        .refine((value) => !CONTROL_CHARACTERS.test(value), 'This name has characters that can’t be shown.'),
    )

/** What someone writes in their own words: any characters that a database can keep and a page can show, line breaks too. */
export const note = z
  .string()
  .trim()
  .max(LIMITS.noteLength, `At most ${LIMITS.noteLength} characters.`)
  .refine(
    (value) => !CONTROL_CHARACTERS.test(value.replace(/[\t\r\n]/g, '')),
    'This text has characters that can’t be shown.',
  )

/** Compared in lower case; there is one account per e-mail. */
export const emailAddress = z
  .string({ error: 'Enter an e-mail address.' })
  .trim()
  .toLowerCase()
  .min(1, 'Enter an e-mail address.')
  .max(LIMITS.emailLength, `At most ${LIMITS.emailLength} characters.`)
  .pipe(z.email('Enter an e-mail address, such as mara@example.com.'))

export const newPassword = z
  .string({ error: 'Enter a password.' })
  .min(LIMITS.passwordMinimum, `At least ${LIMITS.passwordMinimum} characters.`)
  .max(LIMITS.passwordMaximum, `At most ${LIMITS.passwordMaximum} characters.`)

export const givenPassword = z
  .string({ error: 'Enter your password.' })
  .min(1, 'Enter your password.')
  .max(LIMITS.passwordMaximum, `At most ${LIMITS.passwordMaximum} characters.`)

export const timeZone = z
  .string()
  .max(64)
  .refine((value) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: value }) !== null
    } catch {
      return false
    }
  }, 'This is not a time zone.')

/** A link's token: 32 bytes, base64url. */
export const linkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'This link is not complete.')
