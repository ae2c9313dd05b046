/** Replaces the embedded database by an empty one. For the demo only, when it was interrupted while it was being filled. */
import pg from 'pg'

/** @param {{ host: string, user: string, database: string }} connection */
export async function emptyDatabase({ host, user, database }) {
  const client = new pg.Client({ host, user, database: 'postgres' })
  await client.connect()
  try {
    await client.query(`drop database if exists "${database}" with (force)`)
    await client.query(`create database "${database}" template template0`)
  } finally {
    await client.end()
  }
}
