import { phrase } from '@/lib/core/words/phrase'

/** A key's own page. What it says of a rotation stands with the words of rotation. */
export const keyPageWords = {
  description: (app: string) => `API key of ${app}`,
  id: 'Key id',
  endsIn: <Thing>(hint: Thing) => phrase`The key ends in ${hint}`,
  copyId: 'Copy key id',
  app: 'App',
  appKind: (service: string, environment: string) => `${service}, ${environment}`,
  deletedApp: <Thing>(app: Thing) => phrase`${app} (deleted)`,
  type: 'Type',
  owner: 'Owner',
  scopes: 'Scopes',
  limits: 'Limits',
  created: 'Created',
  expires: 'Expires',
  lastUsed: 'Last used',
  usedFrom: <Thing>(moment: Thing, address: Thing, agent: string | null) =>
    agent === null
      ? phrase<Thing | string>`${moment}, from ${address}`
      : phrase<Thing | string>`${moment}, from ${address} with ${agent}`,
  requests: 'Requests (24 h)',
  secrets: 'Secrets',
  noSecrets: 'None that you can see holds it',
  receipt: 'Receipt',
  timeline: 'Timeline',
  disabled: 'Disabled',
  disabledSince: <Thing>(distance: Thing) => phrase`${distance}. Calls with it are refused until it is enabled.`,
  expired: 'Expired',
  expiredSince: <Thing>(distance: Thing) => phrase`${distance}. Every call with it is refused.`,
  revoked: 'Revoked',
  revokedAt: <Thing>(moment: Thing, by: string | null) =>
    by === null
      ? phrase<Thing | string>`${moment}. That is final.`
      : phrase<Thing | string>`${moment}, by ${by}. That is final.`,
  reason: (reason: string) => `“${reason}”`,
  orphaned: 'Orphaned: it opens nothing',
  rename: 'Rename',
  editNote: 'Edit note',
  disable: 'Disable',
  enable: 'Enable',
  revoke: 'Revoke',
}
