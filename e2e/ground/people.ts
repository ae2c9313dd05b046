import { ROLE_WORDS } from '@/words/terms'

/** The people of the sample organization, as the demo prints them. */
export const PEOPLE = {
  owner: { email: 'owner@demo.test', name: 'Olga Sommer', role: ROLE_WORDS.owner },
  auraOwner: { email: 'aura@demo.test', name: 'Ivo Petrov', role: ROLE_WORDS.aura_owner },
  administrator: { email: 'admin@demo.test', name: 'Noor Haddad', role: ROLE_WORDS.user_administrator },
  developer: { email: 'dev@demo.test', name: 'Mara Lindqvist', role: ROLE_WORDS.developer },
  secondDeveloper: { email: 'dev2@demo.test', name: 'Chen Wei', role: ROLE_WORDS.developer },
  reader: { email: 'reader@demo.test', name: 'Ada Okafor', role: ROLE_WORDS.reader },
} as const

export type Person = keyof typeof PEOPLE

export const PASSWORD = 'aura-demo'
