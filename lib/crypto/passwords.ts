import { hash, type Options, verify } from '@node-rs/argon2'

/** argon2id as OWASP's Password Storage Cheat Sheet has it: 19 MiB, 2 passes, 1 lane. The 2 is Algorithm.Argon2id, a const enum. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const satisfies Options

/** Hash of a random value that nobody knows, at the same cost: what an unknown account is verified against. */
const NOBODYS_HASH = '$argon2id$v=19$m=19456,t=2,p=1$TYi3FMQ6WxIjdM1fRRxqhQ$b0P0GKxc6AQ2X3e4PHNVrJ5WxgjjJfCcUyd0OLVK5H8'

/** One takes a core for about 70 ms and 19 MiB, and sign-in is open to everyone: so few at once, and not endlessly many behind them. */
const AT_ONCE = 2
const WAITING_AT_MOST = 64

/** Too much password work is waiting already. Known by its `code`; the sign-in answers as for too many attempts. */
export class PasswordWorkRefused extends Error {
  readonly code = 'password_work_refused'
  constructor() {
    super('Too many passwords are being checked at once')
    this.name = 'PasswordWorkRefused'
  }
}

/** The PHC string to store. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normalized(password), COST))
}

/**
 * Whether the password is the one that was hashed. Null stands for an account that is not there or has no password: the
 * answer is no, after the same work, so that the time does not tell who has an account.
 */
export function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  return inTurn(async () => {
    const matches = await verify(stored ?? NOBODYS_HASH, normalized(password))
    return matches && stored !== null
  })
}

/**
 * The same characters typed on two systems can be two byte strings ("é" composed or not): NFKC makes them one
 * (NIST SP 800-63B §5.1.1.2). It happens here and nowhere else, before hashing and before verifying.
 */
const normalized = (password: string) => password.normalize('NFKC')

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1
  else if (waiting.length < WAITING_AT_MOST) await new Promise<void>((resolve) => waiting.push(resolve))
  else throw new PasswordWorkRefused()
  try {
    return await work()
  } finally {
    // The place is handed to whoever waits longest, without being free in between.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
