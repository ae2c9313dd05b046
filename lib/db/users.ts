import type { UserId } from '@/lib/core/identifiers'
import { clientOf, type Tx } from '@/lib/db/tx'

export interface User {
  readonly id: UserId
  readonly email: string
  readonly name: string
  readonly passwordHash: string | null
  readonly timeZone: string | null
}

const COLUMNS = { id: true, email: true, name: true, passwordHash: true, timeZone: true } as const

export async function findUserByEmail(tx: Tx, email: string): Promise<User | null> {
  return (await clientOf(tx).user.findUnique({ where: { email }, select: COLUMNS })) as User | null
}

export async function findUser(tx: Tx, id: UserId): Promise<User | null> {
  return (await clientOf(tx).user.findUnique({ where: { id }, select: COLUMNS })) as User | null
}

/**
 * Whoever makes an account of an address, or a member of it, waits for whoever is doing so now. Taken after the organization and before
 * memberships, released at the end of the transaction.
 */
export async function lockAccount(tx: Tx, email: string): Promise<void> {
  await clientOf(tx).$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`account of ${email}`}, 0))`
}

/**
 * Holds an account against a change of its password until the end of the transaction, and reads it as it is by then. Before memberships and
 * heads. Not against what only refers to it.
 */
export async function lockUser(tx: Tx, id: UserId): Promise<User | null> {
  await clientOf(tx).$queryRaw`select 1 from "user" where "id" = ${id} for no key update`
  return findUser(tx, id)
}

export async function insertUser(tx: Tx, user: User, at: Date): Promise<void> {
  await clientOf(tx).user.create({ data: { ...user, createdAt: at } })
}

export async function setPassword(tx: Tx, id: UserId, passwordHash: string): Promise<void> {
  await clientOf(tx).user.update({ where: { id }, data: { passwordHash } })
}

export async function updateUser(
  tx: Tx,
  { id, name, timeZone }: Pick<User, 'id' | 'name' | 'timeZone'>,
): Promise<void> {
  await clientOf(tx).user.update({ where: { id }, data: { name, timeZone } })
}

/** The browser's time zone becomes the account's, once. */
export async function adoptTimeZone(tx: Tx, id: UserId, timeZone: string): Promise<void> {
  await clientOf(tx).user.updateMany({ where: { id, timeZone: null }, data: { timeZone } })
}
