import { keyPlace, placeOf } from '@/lib/core/happening-place'
import type { ListedKeys, NamedKey, ToldHappening } from '@/lib/core/happenings'
import type { MailContent } from '@/lib/core/mail'
import { mailMoment } from '@/lib/jobs/mail-moment'
import { notificationsWords, saidOf } from '@/words/notifications'

const words = notificationsWords

/** What a happening says as a mail, to one reader: in their time zone, with links to where they can do something about it. */
export function mailOfHappening(
  happening: ToldHappening,
  {
    publicUrl,
    organization,
    timeZone,
  }: {
    readonly publicUrl: string
    readonly organization: { readonly name: string; readonly slug: string }
    readonly timeZone: string
  },
): MailContent {
  const home = `${publicUrl}/o/${organization.slug}`
  const { sentence, detail } = saidOf(happening)
  const keys = keysOf(happening, timeZone)
  const rest = keys ? keys.total - keys.lines.length : 0
  return {
    subject: words.mail.subject(organization.name, sentence),
    paragraphs: [
      words.mail.sentence(sentence),
      words.mail.at(organization.name, mailMoment(happening.at.toISOString(), timeZone)),
      detail,
    ].filter(Boolean),
    items: (keys?.lines ?? []).map(({ id, text }) => ({ text, href: `${home}${keyPlace(id)}` })),
    ...(rest > 0 ? { afterItems: words.andMore(rest) } : {}),
    action: { label: words.mail.open, href: `${home}${placeOf(happening)}` },
    footer: words.mail.footer(organization.name),
    footerHref: `${home}/notifications#mails`,
  }
}

function keysOf(happening: ToldHappening, timeZone: string) {
  const { kind, facts } = happening
  if (kind === 'api_keys_expiring')
    return lines(facts.keys, (key, name) => words.expiring(name, mailMoment(key.expiresAt, timeZone)))
  if (kind === 'dead_keys_used')
    return lines(facts.keys, (key, name) => words.used(name, key.address, mailMoment(key.at, timeZone)))
  if (kind === 'api_key_created') return lines({ listed: [facts.key], total: 1 }, (_, name) => name)
  return 'keys' in facts ? lines(facts.keys, (_, name) => name) : null
}

function lines<Key extends NamedKey>({ listed, total }: ListedKeys<Key>, say: (key: Key, name: string) => string) {
  return {
    total,
    lines: listed.map((key) => ({ id: key.id, text: say(key, words.keyOf(key.name, key.app.name, key.hint)) })),
  }
}
