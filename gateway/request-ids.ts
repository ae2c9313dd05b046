import { randomBytes } from 'node:crypto'

/** Names each request for logs and for people who ask. Unique over all processes; nobody has to be unable to guess one. */
export function createRequestIds(): () => string {
  const process = `req_${randomBytes(9).toString('base64url')}`
  let count = 0
  return () => {
    count += 1
    return `${process}${count.toString(36).padStart(4, '0')}`
  }
}
