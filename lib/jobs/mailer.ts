import { createTransport } from 'nodemailer'
import type { Attempt } from '@/lib/core/delivery'
import { type MailContent, mailHtml, mailText } from '@/lib/core/mail'
import { scrub } from '@/lib/core/scrub'
import type { MailEnvironment } from '@/lib/operations/environment'
import { notificationsWords } from '@/words/notifications'

/** Longest that the mail server may say nothing, in milliseconds. The steps of one mail together stay below `ATTEMPT_MILLISECONDS`. */
const SILENCE_MILLISECONDS = 12_000
/** Of what a server answers, so much is shown. */
const ANSWER_CHARACTERS = 200

export interface Mail extends MailContent {
  readonly to: { readonly name: string; readonly address: string }
  /** The same for every attempt, so that a mail which came twice is known for one. */
  readonly messageId: string
  readonly listId?: string
}

export interface Mailer {
  /** Never throws: what was wrong is part of the attempt. */
  send(mail: Mail): Promise<Attempt>
}

/** A connection for each mail: a server that was away is found again at the next one. */
export function openMailer({ smtpUrl, from }: MailEnvironment, log: (message: string) => void): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: SILENCE_MILLISECONDS,
    greetingTimeout: SILENCE_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    dnsTimeout: SILENCE_MILLISECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, messageId, listId, ...content }) {
      try {
        await transport.sendMail({
          from,
          to,
          subject: content.subject,
          messageId,
          text: mailText(content),
          html: mailHtml(content),
          headers: {
            // RFC 3834: nobody's absence is answered to a machine.
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
            ...(listId ? { 'List-Id': listId } : {}),
          },
        })
        return { outcome: 'sent' }
      } catch (error) {
        return attemptOf(error as SmtpError, log)
      }
    },
  }
}

interface SmtpError extends Error {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
  readonly response?: string
}

const words = notificationsWords.errors

/** By nodemailer's codes. What is refused with 5xx for this mail alone is refused for good; what may be mended is tried again. */
function attemptOf(error: SmtpError, log: (message: string) => void): Attempt {
  const answer = scrub((error.response ?? '').replace(/\s+/g, ' ').trim()).slice(0, ANSWER_CHARACTERS)
  const isFinal = error.responseCode !== undefined && error.responseCode >= 500
  switch (error.code) {
    case 'EENVELOPE':
      return { outcome: isFinal ? 'refused' : 'failed', error: words.refusedRecipient(answer) }
    case 'EMESSAGE':
      return { outcome: isFinal ? 'refused' : 'failed', error: words.refusedMessage(answer) }
    case 'EAUTH':
    case 'ENOAUTH':
      return { outcome: 'failed', error: words.signIn }
    case 'ETIMEDOUT':
      return { outcome: 'failed', error: words.late }
    case 'ETLS':
      return { outcome: 'failed', error: words.insecure }
    case 'EPROTOCOL':
      return { outcome: 'failed', error: words.answered(answer) }
    case 'EDNS':
    case 'ECONNECTION':
    case 'ESOCKET':
    case 'ECONNREFUSED':
    case 'ECONNRESET':
      return { outcome: 'failed', error: words.unreachable }
    default:
      log(`a mail could not be sent: ${error.message}`)
      return { outcome: 'failed', error: answer ? words.answered(answer) : words.unknown }
  }
}
