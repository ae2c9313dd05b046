import { type Environment, readEnvironment } from '@/lib/operations/environment'

/** The portal's environment. Nothing else of the portal reads it. */
export const environment = (): Environment => readEnvironment(process.env)
