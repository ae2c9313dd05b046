import { createConnection, createServer, type ListenOptions, type NetConnectOpts, type Socket } from 'node:net'

/** The way between two processes, byte by byte, which a test can cut or make silent. */
export interface Cable {
  /** Connections that were ever made at its near end. */
  readonly made: number
  /** From now on every connection ends, as when a process dies or a firewall refuses. */
  cut(): void
  /** From now on nothing gets through, and nobody is told, as when a cable is pulled. What was sent arrives when it is plugged in again. */
  silence(): void
  restore(): void
  close(): Promise<void>
}

/** Listens at `near`, and leads to `far`, which is asked for at each connection. */
export async function layCable(near: ListenOptions, far: () => NetConnectOpts): Promise<Cable> {
  let state: 'open' | 'cut' | 'silent' = 'open'
  const pairs = new Set<Pair>()
  let made = 0
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    made += 1
    if (state === 'cut') {
      socket.destroy()
      return
    }
    const pair = new Pair(socket, far, () => pairs.delete(pair))
    pairs.add(pair)
    if (state === 'open') pair.open()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(near, resolve)
  })
  const cut = () => {
    state = 'cut'
    for (const pair of pairs) pair.destroy()
  }
  return {
    get made() {
      return made
    },
    cut,
    silence() {
      state = 'silent'
      for (const pair of pairs) pair.silence()
    },
    restore() {
      state = 'open'
      for (const pair of pairs) pair.open()
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

class Pair {
  readonly #near: Socket
  readonly #connectFar: () => NetConnectOpts
  #far: Socket | undefined
  #isOpen = false

  constructor(near: Socket, connectFar: () => NetConnectOpts, onClosed: () => void) {
    this.#near = near
    this.#connectFar = connectFar
    near.on('error', () => undefined)
    near.on('close', () => {
      this.#far?.destroy()
      onClosed()
    })
  }

  open(): void {
    if (this.#isOpen) return
    this.#isOpen = true
    if (!this.#far) {
      const far = createConnection({ ...this.#connectFar(), allowHalfOpen: true })
      far.on('error', () => undefined)
      far.on('close', () => this.#near.destroy())
      this.#far = far
    }
    this.#near.pipe(this.#far)
    this.#far.pipe(this.#near)
  }

  silence(): void {
    this.#isOpen = false
    this.#near.unpipe().pause()
    this.#far?.unpipe().pause()
  }

  destroy(): void {
    this.#near.destroy()
    this.#far?.destroy()
  }
}
