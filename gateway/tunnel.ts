import type { Socket } from 'node:net'

/** Once one side has ended, what the other still sends is passed on, until it has been silent for so long. */
const HALF_OPEN_MILLISECONDS = 2_000
/** A side that has vanished without a word, as telephones do, is found out by the system's own probes. */
const PROBE_AFTER_MILLISECONDS = 60_000

/** Joins a caller and an app that have agreed on WebSocket: what comes from one goes to the other, no faster than it takes it. */
export class Tunnel {
  readonly #sides: readonly [caller: Socket, app: Socket]

  constructor(caller: Socket, app: Socket) {
    this.#sides = [caller, app]
    this.#join(caller, app)
    this.#join(app, caller)
  }

  /** Ends it to both sides, at once. */
  readonly abort = (): void => {
    for (const side of this.#sides) side.destroy()
  }

  /** Each side resumes by itself. */
  resume(): void {}

  #join(side: Socket, other: Socket): void {
    side.setKeepAlive(true, PROBE_AFTER_MILLISECONDS)
    side.on('error', this.abort)
    side.once('end', () => {
      for (const each of this.#sides) each.setTimeout(HALF_OPEN_MILLISECONDS, this.abort)
    })
    side.once('close', () => {
      // One that broke off takes the other with it. After an orderly end the other may read what it was sent last: what it
      // sends itself is dropped, since a socket that is closed over it is reset.
      if (!side.readableEnded) return this.abort()
      other.resume()
      const timer = setTimeout(this.abort, HALF_OPEN_MILLISECONDS)
      other.once('close', () => clearTimeout(timer))
    })
    side.pipe(other)
  }
}
