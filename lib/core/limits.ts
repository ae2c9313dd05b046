/** The limits of PRODUCT "Limits". The schema in contract and the CHECKs in the database repeat them, and a test binds the three. */
export const LIMITS = {
  nameLength: 100,
  secretNameLength: 100,
  secretValueBytes: 65_536,
  /** For how long a deleted secret can be restored. */
  deletedSecretDays: 30,
  noteLength: 1_000,
  scopesPerApp: 32,
  scopeLength: 64,
  upstreamLength: 2_048,
  scopeRulesPerApp: 64,
  rulePathLength: 256,
  methodsPerRule: 16,
  corsOriginsPerApp: 32,
  originLength: 256,
  searchLength: 200,
  addressesPerKey: 32,
  requestsPerMinute: 1_000_000,
  emailLength: 254,
  clientIdLength: 256,
  clientSecretLength: 1_024,
  issuerLength: 2_048,
  domainsPerProvider: 32,
  domainLength: 253,
  subjectLength: 255,
  passwordMinimum: 8,
  passwordMaximum: 256,
  /** Bytes of a key when it is made (DESIGN §4). */
  keyBytes: 2_048,
  serverKeysPerApp: 100,
  userKeysPerPerson: 20,
  webhooks: 20,
  webhookUrlLength: 2_048,
  /** Positions of one status list (DESIGN §5). */
  statusListPositions: 65_536,
  /** Keys of one impact that are shown, and choices that are taken with one decision. */
  impactShown: 200,
  impactChoices: 1_000,
  impactCallers: 5,
  graceDays: 365,
  orphanDays: 3_650,
  linkBytes: 32,
  setupLinkHours: 24,
  linkDays: 7,
  /** For how long an offer of a key or an app can be accepted. */
  offerDays: 7,
  /** The longest that a key which a leaver knows may go on after the departure. */
  countdownHours: 168,
  /** Offers that are made at once. */
  offersAtOnce: 100,
  /** Keys that a message names; the rest are counted. */
  keysPerHappening: 50,
  /** Invitations of an organization that nobody has accepted yet. */
  openInvitations: 200,
  /** How often a message is tried before it has failed: see lib/core/delivery.ts. */
  deliveryAttempts: 31,
  /** For how long what happened, and what became of its messages, is kept. */
  happeningDays: 365,
} as const
