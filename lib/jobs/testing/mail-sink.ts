import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** As it was read by another library, and for whom. */
export type TakenMail = Email & { readonly recipient: string }

/** What a refusal of a real server looks like: a number, and what it says. */
export interface SmtpRefusal {
  readonly code: number
  readonly text: string
}

export interface MailSink {
  readonly port: number
  readonly url: string
  /** Every mail that was taken. */
  readonly mails: readonly TakenMail[]
  close(): Promise<void>
}

/** A mail server on loopback that keeps what it takes. `onMail` runs before it says that it has taken it; `refuses` speaks to recipients. */
export async function openMailSink({
  port = 0,
  onMail = async () => undefined,
  refuses = () => null,
}: {
  readonly port?: number
  readonly onMail?: (mail: TakenMail) => Promise<unknown>
  readonly refuses?: (address: string) => SmtpRefusal | null
} = {}): Promise<MailSink> {
  const mails: TakenMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const refusal = refuses(address)
      done(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.once('end', async () => {
        const recipient = session.envelope.rcptTo[0]?.address ?? ''
        const mail = { ...(await PostalMime.parse(Buffer.concat(chunks))), recipient }
        mails.push(mail)
        await onMail(mail)
        done()
      })
    },
  })
  // A client that is killed resets its connection.
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const { port: bound } = server.server.address() as AddressInfo
  return {
    port: bound,
    url: `smtp://127.0.0.1:${bound}`,
    mails,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
