import { type Environment, readEnvironment } from '@/lib/operations/environment'

/** The operator's environment: the portal's. Nothing else of the operator's commands reads it. */
export const environment = (): Environment => readEnvironment(process.env)
