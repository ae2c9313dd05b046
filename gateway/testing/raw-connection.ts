import { connect } from 'node:net'

/** Tests only: a connection on which bytes are sent as they are, and everything that comes back is kept. */
export class RawConnection {
  received = Buffer.alloc(0)
  isEnded = false
  isClosed = false
  readonly socket

  constructor(port: number, beginning: string) {
    this.socket = connect(port, '127.0.0.1')
    this.socket.on('data', (chunk) => {
      this.received = Buffer.concat([this.received, chunk])
    })
    this.socket.on('end', () => {
      this.isEnded = true
    })
    this.socket.on('error', () => undefined)
    this.socket.on('close', () => {
      this.isClosed = true
    })
    this.socket.write(beginning, 'latin1')
  }

  get text(): string {
    return this.received.toString('latin1')
  }

  /** What came behind the head of the answer. */
  get body(): Buffer {
    const end = this.received.indexOf('\r\n\r\n')
    return end === -1 ? Buffer.alloc(0) : this.received.subarray(end + 4)
  }
}
