import type { Role } from '@/lib/core/roles'
import type { Service } from '@/lib/core/services'
import type { TermSet } from '@/lib/core/words/term-sets'

/** The labels that differ between the two label sets. Role names never switch. */
export interface Words {
  /** The navigation section that holds the services. */
  readonly section: string
  /** What an app of any service is called. */
  readonly app: string
  readonly apps: string
  readonly anApp: string
  /** What a key of an app is called in running text. */
  readonly appApiKey: string
}

export const WORDS: Readonly<Record<TermSet, Words>> = {
  aura: { section: 'Develop', app: 'Aura App', apps: 'Aura Apps', anApp: 'an Aura App', appApiKey: 'Aura App API key' },
  container: {
    section: 'Container Services',
    app: 'Container App',
    apps: 'Container Apps',
    anApp: 'a Container App',
    appApiKey: 'Container App API key',
  },
}

export const SERVICE_WORDS: Readonly<Record<Service, { readonly one: string; readonly many: string }>> = {
  cloud_function: { one: 'Cloud Function', many: 'Cloud Functions' },
  dashboard_app: { one: 'Dashboard App', many: 'Dashboard Apps' },
  inference_api: { one: 'Inference API', many: 'Inference APIs' },
}

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  aura_owner: 'Aura Owner',
  user_administrator: 'User Administrator',
  developer: 'Developer',
  reader: 'Reader',
}
