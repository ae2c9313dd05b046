import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runFolder } from '@/e2e/ground/run-folder'
import { until } from '@/e2e/processes/until'
import { openMailSink } from '@/lib/jobs/testing/mail-sink'

/** A mail as whoever it was for reads it. */
export interface ReadMail {
  readonly recipient: string
  readonly subject: string
  readonly text: string
}

const MOST_MILLISECONDS = 60_000

const file = () => join(runFolder(), 'mails.jsonl')

/** The mail server of the run. Tests are other processes than it: they read what it took from a file. */
export async function startMailServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  writeFileSync(file(), '', { mode: 0o600 })
  const sink = await openMailSink({
    async onMail({ recipient, subject = '', text = '' }) {
      const mail: ReadMail = { recipient, subject, text }
      appendFileSync(file(), `${JSON.stringify(mail)}\n`)
    },
  })
  return { url: sink.url, stop: sink.close }
}

/** Every mail to somebody so far whose subject has these words, in the order in which they came. */
export function mailsTo(address: string, words: string): readonly ReadMail[] {
  return readFileSync(file(), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ReadMail)
    .filter(({ recipient, subject }) => recipient === address && subject.includes(words))
}

/** Waits for the first such mail, or for the one that is the `number`th. */
export const mailTo = (address: string, words: string, number = 1): Promise<ReadMail> =>
  until(`mail ${number} to ${address} says “${words}”`, () => mailsTo(address, words)[number - 1], {
    milliseconds: MOST_MILLISECONDS,
    pauseMilliseconds: 100,
  })

/** The one address in a mail that leads to a page where a token is asked for. */
export const linkIn = ({ text }: ReadMail): string => /https?:\/\/\S+token=\S+/.exec(text)?.[0] ?? ''
