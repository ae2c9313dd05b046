import { TERM_SETS, type TermSet } from '@/lib/core/words/term-sets'
import type { KeyEncryptionKeys } from '@/lib/crypto/sealing'
import { openDatabase } from '@/lib/db/database'
import { readTrustedProxies, TrustedProxies } from '@/lib/inbound/trusted-proxies'
import { keysOfFile, reasonOf } from '@/lib/operations/kek-file'
import type { Platform } from '@/lib/operations/perform'
import { parseAddressRanges } from '@/lib/outbound/address-rules'

/** What the portal, its worker and its operator's commands are set to. The README's table explains each. */
export interface Environment {
  readonly databaseUrl: string
  readonly publicUrl: string
  readonly gatewayUrl: string
  readonly sessionSecret: string
  readonly keks: KeyEncryptionKeys
  readonly terms: TermSet
  readonly stalenessSeconds: number
  readonly renewSeconds: number
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: TrustedProxies
  /** Ranges beyond the public addresses that the portal and its worker may connect to, where people typed the address. */
  readonly outboundAllow: readonly string[]
  /** How mail is sent; null where no mail server is named. */
  readonly mail: MailEnvironment | null
}

export interface MailEnvironment {
  /** `smtp://` or `smtps://`, with whatever signs in there: never shown, and in no log. */
  readonly smtpUrl: string
  /** What stands in From, such as `Aura Portal <keys@example.com>`. */
  readonly from: string
}

/** Reads the environment; throws one error that names everything that is wrong with it, and what to do. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const wrong: string[] = []
  const need = (name: string, what: string) => {
    const value = env[name]?.trim()
    if (!value) wrong.push(`${name} is missing: ${what}`)
    return value ?? ''
  }
  const webAddress = (name: string, what: string) => {
    const value = need(name, what).replace(/\/+$/, '')
    if (value && !(URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)))
      wrong.push(`${name} is no http or https address: ${what}`)
    return value
  }
  const seconds = (name: string, preset: number, least: number, most: number) => {
    const value = env[name]?.trim() ? Number(env[name]) : preset
    if (!Number.isInteger(value) || value < least || value > most)
      wrong.push(`${name} is not a whole number of seconds from ${least} to ${most}; leave it out for ${preset}`)
    return value
  }
  const postgres = 'the address of your Postgres, such as postgresql://aura@db.internal/aura'
  const databaseUrl = need('DATABASE_URL', postgres)
  // Not quoted: there may be a password in it.
  if (databaseUrl && !/^postgres(?:ql)?:\/\//.test(databaseUrl)) wrong.push(`DATABASE_URL is not ${postgres}`)
  const publicUrl = webAddress('AURA_PUBLIC_URL', 'where people open the portal, such as https://keys.example.com')
  const gatewayUrl = webAddress('AURA_GATEWAY_URL', 'where callers reach the gateway, such as https://apps.example.com')
  const sessionSecret = need('AURA_SESSION_SECRET', 'at least 32 random characters that sign sessions')
  if (sessionSecret && sessionSecret.length < 32)
    wrong.push('AURA_SESSION_SECRET is shorter than 32 characters: make one with “openssl rand -base64 32”')
  const terms = TERM_SETS.find((set) => set === (env.AURA_TERMS?.trim() || 'aura'))
  if (!terms) wrong.push(`AURA_TERMS is neither ${TERM_SETS.join(' nor ')}; leave it out for aura`)
  const stalenessSeconds = seconds('AURA_MAX_STALENESS', 900, 5, 86_400)
  const renewSeconds = seconds(
    'AURA_RENEW',
    Math.max(1, Math.min(5, Math.floor(stalenessSeconds / 3))),
    1,
    stalenessSeconds,
  )
  let keks: KeyEncryptionKeys | undefined
  const kekFile = need('AURA_KEK_FILE', 'a file with the key-encryption key')
  if (kekFile) {
    try {
      const lost = (env.AURA_LOST_KEKS ?? '').split(',').map((kid) => kid.trim())
      keks = keysOfFile(kekFile, new Set(lost.filter(Boolean)))
    } catch (error) {
      wrong.push(`AURA_KEK_FILE: ${reasonOf(error)}`)
    }
  }
  const proxies = readTrustedProxies(env.AURA_TRUSTED_PROXIES)
  for (const range of proxies.wrong)
    wrong.push(`AURA_TRUSTED_PROXIES: “${range}” is no address range such as 10.0.0.0/8`)
  const outboundAllow = (env.AURA_OUTBOUND_ALLOW ?? '')
    .split(',')
    .map((range) => range.trim())
    .filter(Boolean)
  try {
    parseAddressRanges(outboundAllow)
  } catch (error) {
    wrong.push(`AURA_OUTBOUND_ALLOW: ${reasonOf(error)}`)
  }
  const smtpUrl = env.SMTP_URL?.trim()
  const from = env.AURA_MAIL_FROM?.trim()
  // Neither is quoted when it is wrong: there may be a password in the one, and the other is known to who wrote it.
  if (smtpUrl && !(URL.canParse(smtpUrl) && /^smtps?:$/.test(new URL(smtpUrl).protocol) && new URL(smtpUrl).hostname))
    wrong.push('SMTP_URL is no address of a mail server, such as smtps://name:password@mail.example.com:465')
  if (smtpUrl && !(from && SENDER.test(from)))
    wrong.push(
      'AURA_MAIL_FROM says whom mails come from, such as keys@example.com or Aura Portal <keys@example.com>; SMTP_URL needs it',
    )
  if (from && !smtpUrl) wrong.push('AURA_MAIL_FROM is set without SMTP_URL, the mail server')
  if (wrong.length > 0 || !keks || !terms)
    throw new Error(`The environment needs mending:\n${wrong.map((line) => `  - ${line}`).join('\n')}`)
  return {
    databaseUrl,
    publicUrl,
    gatewayUrl,
    sessionSecret,
    keks,
    terms,
    stalenessSeconds,
    renewSeconds,
    trustedProxies: new TrustedProxies(proxies.ranges),
    outboundAllow,
    mail: smtpUrl && from ? { smtpUrl, from } : null,
  }
}

/** An address, or a name and an address in angle brackets (RFC 5322 §3.4, without its rarer forms). */
const SENDER = /^(?:[^\s<>@,;"]+@[^\s<>@,;"]+|[^<>@,;"\r\n]+ <[^\s<>@,;"]+@[^\s<>@,;"]+>)$/

/** What operations run on, for an environment. Its database has to be closed by whoever opened it. */
export function openPlatform({
  databaseUrl,
  publicUrl,
  gatewayUrl,
  stalenessSeconds,
  renewSeconds,
  outboundAllow,
  keks,
  mail,
}: Environment): Platform {
  return {
    database: openDatabase(databaseUrl),
    keks,
    settings: { publicUrl, gatewayUrl, stalenessSeconds, renewSeconds, outboundAllow, sendsMail: mail !== null },
  }
}
