import { type Environment, readEnvironment } from '@/lib/operations/environment'

/** The worker's environment. Nothing else of the worker reads it. */
export const environment = (): Environment => readEnvironment(process.env)
