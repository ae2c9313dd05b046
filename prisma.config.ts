import { defineConfig } from 'prisma/config'

/** The schema's place. There is no URL here: generating needs none, and migrations are applied by scripts/migrate.mjs. */
export default defineConfig({ schema: 'prisma/schema.prisma' })
