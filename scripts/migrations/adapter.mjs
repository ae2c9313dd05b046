/**
 * Prisma's Postgres adapter, mended for migrations. The stock one cuts a script at every semicolon (so a function's body
 * breaks, and a failed migration stays half applied), cannot read the column type "char", and leaks its shadow database.
 */
import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { parse } from 'pg-connection-string'

const CHAR_TYPE = 18
const TEXT_TYPE = 25

/**
 * The connection as an object: in a connection string the database's name would win over the shadow's, and the shadow
 * database would silently be the real one.
 */
export function connectionOf(databaseUrl) {
  const { database, user, host, ...rest } = parse(databaseUrl)
  const settings = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''))
  return {
    ...settings,
    ...(settings.port ? { port: Number(settings.port) } : {}),
    ...(user ? { user } : {}),
    ...(host ? { host } : {}),
    database: database ?? 'aura',
  }
}

export class MigrationAdapterFactory extends PrismaPg {
  /** @param {import('pg').ClientConfig} connection an object, never a string */
  constructor(connection) {
    super(connection)
    this.connection = connection
  }

  async connect() {
    return mend(await super.connect())
  }

  async connectToShadowDb() {
    const database = `aura_shadow_${randomUUID().slice(0, 8)}`
    const maker = new pg.Client(this.connection)
    await maker.connect()
    await maker.query(`create database "${database}" template template0`)
    const shadow = await new MigrationAdapterFactory({ ...this.connection, database, max: 1 }).connect()
    const closeConnections = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await closeConnections()
      await maker.query(`drop database if exists "${database}" with (force)`)
      await maker.end()
    }
    return shadow
  }
}

function mend(adapter) {
  const queryRaw = adapter.queryRaw
  adapter.queryRaw = async (query) => {
    const charColumns = []
    const reading = Object.create(adapter, {
      performIO: {
        async value(sent) {
          const answer = await adapter.performIO(sent)
          answer.fields?.forEach((field, index) => {
            if (field.dataTypeID !== CHAR_TYPE) return
            field.dataTypeID = TEXT_TYPE
            charColumns.push(index)
          })
          return answer
        },
      },
    })
    const result = await queryRaw.call(reading, query)
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
  // One simple query is one implicit transaction: a script happens as a whole or not at all.
  adapter.executeScript = async (script) => {
    try {
      await adapter.underlyingDriver().query(script)
    } catch (error) {
      adapter.onError(error)
    }
  }
  return adapter
}
