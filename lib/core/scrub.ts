import { KEY_PREFIX } from '@/lib/core/claims'

/** Shorter runs of characters are no danger: of a signature's 86, too many are missing to complete it by guessing. */
const RUN_CHARACTERS = 60
/** A letter or digit that somebody percent-encoded, once or more often, though it needs none. */
const ENCODED = '%(?:25)*(?:2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aA])'
/** What may stand between two lines of one value: breaks as they are, or as JSON writes them. */
const LINE_BREAK = '(?:(?:\\\\[rn]|[\\r\\n])+(?:\\\\t|[ \\t])*)'
/** Where a run begins; never inside of an escape of JSON, which would be cut in two. */
const BEGINNING = '(?<=^|[^A-Za-z0-9_\\\\-]|\\\\[rntbf]|\\\\u[0-9a-fA-F]{4})'
const NOT_A_SHA_256 = '(?![0-9a-f]{64}(?![A-Za-z0-9_-]))'

/** Everything that opens something, in every form that it may take in a text, and what is put in its place. */
const SECRETS: readonly { readonly form: RegExp; readonly instead: string }[] = [
  // A key, whole or cut short, also when it goes on in the next line; and any other JWT.
  { form: new RegExp(`${KEY_PREFIX}[A-Za-z0-9_.-]*(?:${LINE_BREAK}[A-Za-z0-9_.-]+)*`, 'g'), instead: '[key removed]' },
  { form: /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)*/g, instead: '[key removed]' },
  // A gateway's token, and what a gateway shows to an app. They are shorter than a part of a key.
  { form: /(agt|aus)_[A-Za-z0-9_-]{20,}/g, instead: '$1_[removed]' },
  // What messages to a webhook are signed with, in base64.
  { form: /whsec_[A-Za-z0-9+/_-]{20,}={0,2}/g, instead: 'whsec_[removed]' },
  // The links that let someone in, once.
  { form: /((?:[?&]|%3F|%26)token(?:=|%3D))[A-Za-z0-9_-]{20,}/gi, instead: '$1[removed]' },
  { form: new RegExp(`(?:${ENCODED}){20,}`, 'g'), instead: '[key removed]' },
  // A part from the middle or the end of a key, or one in base64, in which its letters make neither “+” nor “/”.
  {
    form: new RegExp(
      `${BEGINNING}${NOT_A_SHA_256}(?:(?:[A-Za-z0-9_-]|${ENCODED})${LINE_BREAK}?){${RUN_CHARACTERS},}`,
      'g',
    ),
    instead: '[key removed]',
  },
  // The password in the address of a database or a mail server.
  { form: /(:\/\/[^\s:/?#@"]{1,200}):[^\s/?#@"]{1,200}@/g, instead: '$1:[removed]@' },
]

/** Makes a text fit for a log: nobody who reads it may learn a key, or anything else that opens something. */
export function scrub(text: string): string {
  return SECRETS.reduce((clean, { form, instead }) => clean.replace(form, instead), text)
}
