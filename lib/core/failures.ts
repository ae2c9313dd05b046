interface FailureKind {
  /** HTTP status of the refusal, the same on every surface. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429
  /** A short name for problem+json `title` (RFC 9457). */
  readonly title: string
  /** One sentence in the words of the person at the screen; `{name}` is filled from the failure's params. */
  readonly sentence: string
}

/** Every refusal of every operation, once. Transports translate from here and invent nothing. */
export const FAILURES = {
  invalid_input: { status: 422, title: 'Invalid input', sentence: '{message}' },
  not_signed_in: { status: 401, title: 'Not signed in', sentence: 'Sign in to go on.' },
  not_permitted: { status: 403, title: 'Not permitted', sentence: 'Your role does not allow this.' },
  foreign_origin: {
    status: 403,
    title: 'Foreign origin',
    sentence: 'This request did not come from this portal’s own pages. Open the portal at {address} and try again.',
  },
  wrong_credentials: { status: 401, title: 'Wrong credentials', sentence: 'That e-mail and password do not match.' },
  mail_not_set_up: {
    status: 409,
    title: 'Mail is not set up',
    sentence: 'This portal sends no mail. Ask your operator for a reset link.',
  },
  too_many_attempts: {
    status: 429,
    title: 'Too many attempts',
    sentence: 'Too many attempts. Try again in {minutes} min.',
  },
  single_sign_on_required: {
    status: 403,
    title: 'Single sign-on required',
    sentence: 'This organization is opened by single sign-on. Sign in with it to go on.',
  },
  sso_not_offered: {
    status: 404,
    title: 'No single sign-on',
    sentence:
      'No organization with that short name offers single sign-on. Ask for its short name, or sign in with your password.',
  },
  sso_flow_not_valid: {
    status: 409,
    title: 'Sign-in not under way',
    sentence:
      'This sign-in took longer than ten minutes, was answered already, or began in another browser. Begin it again.',
  },
  sso_denied: {
    status: 403,
    title: 'Not let in',
    sentence: 'The identity provider did not let you in, or you broke the sign-in off.',
  },
  sso_provider_failed: {
    status: 409,
    title: 'Provider failed',
    sentence: 'The identity provider could not sign you in. Try again; an Owner can look at its settings.',
  },
  sso_client_refused: {
    status: 409,
    title: 'Client refused',
    sentence:
      'The identity provider does not take the client ID and secret that this portal shows. An Owner has to mend them.',
  },
  sso_answer_refused: {
    status: 403,
    title: 'Answer refused',
    sentence:
      'What the identity provider answered is not to be trusted, so you were not signed in. Begin again; if it stays so, tell an Owner.',
  },
  sso_no_email: {
    status: 403,
    title: 'No e-mail address',
    sentence: 'The identity provider tells no e-mail address of you, and a new account needs one.',
  },
  sso_email_not_verified: {
    status: 403,
    title: 'Address not verified',
    sentence: 'The identity provider has not verified your e-mail address, and a new account needs that.',
  },
  sso_domain_not_allowed: {
    status: 403,
    title: 'Address not allowed',
    sentence:
      'Your e-mail address is at none of the domains from which this organization takes new members. Ask an Owner to invite you.',
  },
  sso_account_exists: {
    status: 409,
    title: 'Connect first',
    sentence:
      'There is an account with your e-mail address already. Sign in to it with its password, then connect single sign-on.',
  },
  sso_invited_meanwhile: {
    status: 409,
    title: 'Invited meanwhile',
    sentence: 'You were invited at this very moment. Sign in again, and you get what the invitation says.',
  },
  sso_membership_ended: {
    status: 403,
    title: 'Not active',
    sentence: 'Your membership of this organization is {state}. Ask an Owner.',
  },
  sso_identity_taken: {
    status: 409,
    title: 'Connected elsewhere',
    sentence:
      'That account of the identity provider is connected to another member. Sign in there as yourself, and try again.',
  },
  sso_not_connected: {
    status: 404,
    title: 'Not connected',
    sentence: 'Your account is not connected with single sign-on there. Reload to see what there is now.',
  },
  sso_only_way_in: {
    status: 409,
    title: 'Only way in',
    sentence:
      'Your account has no password and no other single sign-on, so nothing would open it any more. Ask an operator of this portal for a link to set a password first.',
  },
  sso_unchanged: { status: 409, title: 'Nothing to switch', sentence: 'It is set so already.' },
  sso_required_needs_enabled: {
    status: 409,
    title: 'Switch it on first',
    sentence: 'Single sign-on is off, so it can’t be required.',
  },
  sso_owner_needs_password: {
    status: 409,
    title: 'No Owner with a password',
    sentence:
      'No Owner of this organization has a password, so nobody could enter if the provider failed. Give an Owner one first.',
  },
  identity_provider_not_found: {
    status: 404,
    title: 'Not set up',
    sentence: 'Single sign-on is not set up. Reload to see what there is now.',
  },
  identity_provider_changed_meanwhile: {
    status: 409,
    title: 'Changed meanwhile',
    sentence: 'Somebody changed single sign-on meanwhile. Reload to see what it is now; nothing was saved.',
  },
  client_secret_needed: {
    status: 422,
    title: 'Client secret needed',
    sentence: 'The secret that is kept belongs to another issuer or client. Enter the one that belongs to this.',
  },
  client_secret_not_readable: {
    status: 409,
    title: 'Can’t be opened',
    sentence: 'The client secret can’t be opened with the keys that this portal has. An Owner can enter it again.',
  },
  openid_unreachable: {
    status: 422,
    title: 'Not reached',
    sentence: 'The identity provider can’t be reached: there is no such host, or nothing answers there.',
  },
  openid_address_refused: {
    status: 422,
    title: 'Address not allowed',
    sentence:
      'The identity provider has an address that this portal may not connect to. An operator can allow it with AURA_OUTBOUND_ALLOW.',
  },
  openid_too_slow: { status: 422, title: 'Too slow', sentence: 'The identity provider did not answer in time.' },
  openid_answer_too_large: {
    status: 422,
    title: 'Answer too large',
    sentence: 'The identity provider’s answer is larger than it can honestly be.',
  },
  openid_certificate: {
    status: 422,
    title: 'Certificate refused',
    sentence:
      'The identity provider’s certificate is not to be trusted: it has expired, is for another host, or nobody known signed it.',
  },
  openid_missing: {
    status: 422,
    title: 'No OpenID Connect',
    sentence: 'There is no discovery document of OpenID Connect at this issuer, or it is not complete.',
  },
  openid_issuer_differs: {
    status: 422,
    title: 'Another issuer',
    sentence:
      'The discovery document names another issuer than the one entered. Enter the issuer exactly as the provider names it.',
  },
  openid_endpoint_insecure: {
    status: 422,
    title: 'No https',
    sentence: 'An address in the provider’s discovery document is not https.',
  },
  openid_no_code_flow: {
    status: 422,
    title: 'No code flow',
    sentence: 'The provider does not offer the authorization code flow (response type “code”).',
  },
  openid_no_pkce: {
    status: 422,
    title: 'No PKCE',
    sentence: 'The provider does not offer PKCE with S256.',
  },
  openid_no_signature: {
    status: 422,
    title: 'No signature',
    sentence: 'The provider does not sign its ID tokens with a public key.',
  },
  wrong_password: { status: 422, title: 'Wrong password', sentence: 'That is not your password.' },
  password_elsewhere: {
    status: 403,
    title: 'Not here',
    sentence: 'Sign in with your password to change this. Single sign-on opens one organization alone.',
  },
  session_not_found: { status: 404, title: 'Not found', sentence: 'That session has ended already.' },
  link_not_valid: {
    status: 404,
    title: 'Link not valid',
    sentence: 'This link has been used, has expired, or was never valid. Ask for a new one.',
  },
  setup_already_done: {
    status: 409,
    title: 'Already set up',
    sentence: 'This portal has been set up. Sign in instead.',
  },
  email_taken: { status: 409, title: 'E-mail in use', sentence: 'There is an account with that e-mail already.' },
  organization_not_found: {
    status: 404,
    title: 'Not found',
    sentence: 'There is no such organization, or you are not in it.',
  },
  organization_slug_taken: {
    status: 409,
    title: 'Name in use',
    sentence: 'An organization with that short name exists already. Choose another.',
  },
  member_not_found: { status: 404, title: 'Not found', sentence: 'There is no such member.' },
  member_exists: { status: 409, title: 'Already a member', sentence: 'That person is a member already.' },
  member_not_active: { status: 409, title: 'Not active', sentence: 'That member is {state}.' },
  member_not_suspended: { status: 409, title: 'Not suspended', sentence: 'That member is not suspended.' },
  role_unchanged: { status: 409, title: 'Nothing changed', sentence: 'That member has that role already.' },
  orphans_within_grace: {
    status: 422,
    title: 'Too early',
    sentence:
      'Until the grace period of {days} days is over, whoever left can come back for their keys. Choose at least as many days.',
  },
  policy_unchanged: { status: 409, title: 'Nothing changed', sentence: 'These are the policies already.' },
  policy_changed_meanwhile: {
    status: 409,
    title: 'Changed meanwhile',
    sentence:
      'Somebody changed these policies while you were editing them. Reload to see what they are now; nothing was saved.',
  },
  impact_changed: {
    status: 409,
    title: 'Changed meanwhile',
    sentence: 'What this would stop has changed since you looked at it. Nothing was done; look at it again.',
  },
  member_suspended: {
    status: 409,
    title: 'Suspended',
    sentence: 'That person is a member already, and suspended. Reactivate them instead.',
  },
  invitation_open: {
    status: 409,
    title: 'Invited already',
    sentence: 'That address has been invited already. Send that invitation again, or withdraw it first.',
  },
  invitation_limit: {
    status: 409,
    title: 'Limit reached',
    sentence: 'There are {limit} open invitations, which is the limit. Withdraw those that nobody will follow.',
  },
  invitation_not_found: { status: 404, title: 'Not found', sentence: 'There is no such invitation any more.' },
  already_member: {
    status: 409,
    title: 'Already a member',
    sentence: 'You are a member of {organization} already.',
  },
  invitation_for_another: {
    status: 409,
    title: 'For another account',
    sentence: 'This invitation is for {email}, and you are signed in as {own}. Sign out, and open the link again.',
  },
  invitation_needs_sign_in: {
    status: 409,
    title: 'Sign in first',
    sentence: 'There is an account for {email} already. Sign in to it, and you come back here.',
  },
  own_role: { status: 403, title: 'Own role', sentence: 'Nobody changes their own role.' },
  last_owner: {
    status: 409,
    title: 'Last Owner',
    sentence: 'An organization keeps at least one Owner. Make someone else Owner first.',
  },
  last_owner_with_password: {
    status: 409,
    title: 'Last Owner with a password',
    sentence:
      'Single sign-on is required here, and this is the last Owner with a password: if the provider failed, nobody could enter. Give another Owner a password first.',
  },
  app_not_found: { status: 404, title: 'Not found', sentence: 'There is no such app.' },
  app_deleted: { status: 409, title: 'App deleted', sentence: 'This app has been deleted.' },
  app_name_taken: {
    status: 409,
    title: 'Name in use',
    sentence:
      'An app with the address name “{slug}” exists or existed here, and addresses are never used twice. Choose another name.',
  },
  app_name_mismatch: { status: 422, title: 'Name does not match', sentence: 'Type “{name}” to confirm.' },
  app_changed_meanwhile: {
    status: 409,
    title: 'Changed meanwhile',
    sentence: 'Somebody changed this app while you were editing it. Reload to see what it is now; nothing was saved.',
  },
  scope_in_use: {
    status: 409,
    title: 'Scope in use',
    sentence: 'Live keys still have the scope “{scope}”. Revoke them before you remove it.',
  },
  rule_scope_unknown: {
    status: 422,
    title: 'Unknown scope',
    sentence:
      'The rule for {path} needs the scope “{scope}”, which this app does not have. Add it to the app’s scopes, or choose another.',
  },
  no_upstream_secret: {
    status: 409,
    title: 'No upstream secret',
    sentence: 'This app has no upstream secret. Reload to see what it has now.',
  },
  upstream_secret_changed_meanwhile: {
    status: 409,
    title: 'Changed meanwhile',
    sentence:
      'Somebody made or removed the upstream secret meanwhile. Reload to see what it is now; nothing was changed.',
  },
  provider_off: {
    status: 409,
    title: 'API-key provider off',
    sentence: 'The API-key provider of this app is off, so no key can be created.',
  },
  provider_unchanged: {
    status: 409,
    title: 'Nothing to switch',
    sentence: 'The API-key provider of this app is {state} already.',
  },
  api_key_not_found: { status: 404, title: 'Not found', sentence: 'There is no such API key.' },
  api_key_name_taken: {
    status: 409,
    title: 'Name in use',
    sentence: 'A live key of this app is named “{name}” already. Choose another name.',
  },
  api_key_already_revoked: {
    status: 409,
    title: 'Already revoked',
    sentence: 'This key is revoked already. That is final.',
  },
  api_key_not_active: { status: 409, title: 'Not active', sentence: 'This key is {status}, so it can’t be disabled.' },
  api_key_not_disabled: {
    status: 409,
    title: 'Not disabled',
    sentence: 'This key is {status}, so there is nothing to enable.',
  },
  api_key_not_limitable: {
    status: 409,
    title: 'Opens nothing',
    sentence: 'This key is {status}: it opens nothing, so there is nothing to limit.',
  },
  api_key_not_rotatable: {
    status: 409,
    title: 'Not active',
    sentence: 'This key is {status}. Only a key that works can be rotated.',
  },
  api_key_already_rotated: {
    status: 409,
    title: 'Already rotated',
    sentence: 'Another key took the place of this one already. Rotate that one.',
  },
  api_key_being_handed_over: {
    status: 409,
    title: 'Being handed over',
    sentence: 'This key is being handed over and stops at its ending. Accepting the offer gives a new one.',
  },
  api_key_replaced: {
    status: 409,
    title: 'Replaced already',
    sentence: 'Another key took the place of this one already.',
  },
  api_key_not_offerable: {
    status: 409,
    title: 'Not orphaned',
    sentence: 'This key is {status}. Only an orphaned key can be offered to somebody else.',
  },
  countdown_not_possible: {
    status: 409,
    title: 'Does not work',
    sentence: 'The key “{name}” is {status}, so there is nothing to count down. Offer it without a countdown.',
  },
  offer_not_found: { status: 404, title: 'Not found', sentence: 'There is no such offer.' },
  offer_open: {
    status: 409,
    title: 'Offered already',
    sentence: 'It is offered to {who} already. Withdraw that offer first.',
  },
  offer_receiver_not_possible: {
    status: 422,
    title: 'Can’t be offered to them',
    sentence:
      'Not everyone can take {what} over, and {who} can’t. Choose an active member whose role lets them create one like it.',
  },
  offer_answered: {
    status: 409,
    title: 'Over',
    sentence: 'This offer was {answer} already. Reload to see what there is now.',
  },
  offer_expired: {
    status: 409,
    title: 'Expired',
    sentence: 'This offer has expired. Whoever made it can make another one.',
  },
  offer_key_revoked: {
    status: 409,
    title: 'Revoked meanwhile',
    sentence: 'This key was revoked meanwhile, so there is nothing left to take over.',
  },
  offer_key_works: {
    status: 409,
    title: 'Works again',
    sentence: 'The owner of this key is back and it works again, so there is nothing to take over.',
  },
  offer_app_changed: {
    status: 409,
    title: 'Changed meanwhile',
    sentence: 'The app has got another owner since it was offered. Nothing was changed.',
  },
  app_has_owner: {
    status: 409,
    title: 'Has an owner',
    sentence: 'This app has an owner, {who}, by now. Reload to see it.',
  },
  app_owner_unchanged: { status: 409, title: 'Nothing changed', sentence: 'This app is owned by {who} already.' },
  rotation_ending_past: { status: 422, title: 'In the past', sentence: 'That moment has passed. Choose a later one.' },
  api_key_not_renamable: {
    status: 409,
    title: 'Not live',
    sentence: 'This key is {status}, and history keeps its name.',
  },
  api_key_name_unchanged: { status: 409, title: 'Nothing changed', sentence: 'This key is named “{name}” already.' },
  note_unchanged: { status: 409, title: 'Nothing changed', sentence: 'The note says that already.' },
  orphaned_key_needs_owner: {
    status: 403,
    title: 'Not permitted',
    sentence: 'Orphaned keys can only be revoked by an Owner or an Aura Owner of the organization.',
  },
  server_key_limit: {
    status: 409,
    title: 'Limit reached',
    sentence: 'This app has its {limit} server keys. Revoke one that is no longer needed.',
  },
  user_key_limit: {
    status: 409,
    title: 'Limit reached',
    sentence: 'You have {limit} user keys for this app, which is the limit. Revoke one that you no longer need.',
  },
  scope_unknown: { status: 422, title: 'Unknown scope', sentence: 'This app has no scope “{scope}”.' },
  scope_missing: {
    status: 422,
    title: 'No scope',
    sentence: 'Choose at least one scope. A key without a scope could do nothing.',
  },
  expiration_required: {
    status: 422,
    title: 'Expiration required',
    sentence: 'The organization’s policy asks for an expiration.',
  },
  expiration_past: { status: 422, title: 'In the past', sentence: 'That moment has passed. Choose a later day.' },
  expiration_too_late: {
    status: 422,
    title: 'Too late',
    sentence: 'The organization’s policy allows at most {days} days.',
  },
  key_too_large: {
    status: 422,
    title: 'Key too large',
    sentence: 'With these scopes the key would be longer than 2 KiB. Choose fewer.',
  },
  no_signing_key: {
    status: 409,
    title: 'No signing key',
    sentence: 'The organization has no current signing key. An Owner has to make one.',
  },
  secret_not_found: { status: 404, title: 'Not found', sentence: 'There is no such secret.' },
  secret_name_taken: {
    status: 409,
    title: 'Name in use',
    sentence: 'A secret named “{name}” exists already. Choose another name.',
  },
  secret_name_unchanged: { status: 409, title: 'Nothing changed', sentence: 'It is named “{name}” already.' },
  secret_version_not_found: { status: 404, title: 'Not found', sentence: 'This secret has no version {version}.' },
  secret_changed: {
    status: 409,
    title: 'Changed meanwhile',
    sentence: 'Version {version} was saved by {who} at {at}, after you opened this secret. Nothing of yours was saved.',
  },
  secret_holds_another: {
    status: 409,
    title: 'Changed meanwhile',
    sentence:
      'The secret “{name}” does not hold this key any more. Reload to see what it holds now; nothing was changed.',
  },
  secret_deleted: { status: 409, title: 'Deleted', sentence: 'This secret has been deleted. Restore it first.' },
  secret_not_deleted: { status: 409, title: 'Not deleted', sentence: 'This secret is not deleted.' },
  secret_share_not_possible: {
    status: 422,
    title: 'Can’t be shared so',
    sentence: 'This member can’t be given that access to a secret. Choose another member, or another access.',
  },
  secret_share_unchanged: {
    status: 409,
    title: 'Nothing changed',
    sentence: 'Nothing to change: {who} has that access already.',
  },
  secret_share_not_found: { status: 404, title: 'Not shared', sentence: 'This secret is not shared with that member.' },
  secret_not_readable: {
    status: 409,
    title: 'Can’t be opened',
    sentence:
      'This secret can’t be opened with the keys that this portal has. An operator has to restore the key-encryption key.',
  },
  receipt_not_found: { status: 404, title: 'Not found', sentence: 'There is no such change.' },
  delivery_not_found: {
    status: 404,
    title: 'Not found',
    sentence: 'There is no such message that could be tried again. It may have been tried meanwhile.',
  },
  gateway_not_found: { status: 404, title: 'Not found', sentence: 'There is no such gateway.' },
  gateway_name_taken: {
    status: 409,
    title: 'Name in use',
    sentence: 'A gateway named “{name}” is registered already. Choose another name.',
  },
  gateway_already_retired: { status: 409, title: 'Already retired', sentence: 'This gateway is retired already.' },
  gateway_token_refused: {
    status: 401,
    title: 'Gateway token refused',
    sentence: 'This gateway token is unknown or its gateway was retired.',
  },
  webhook_not_found: { status: 404, title: 'Not found', sentence: 'There is no such webhook.' },
  webhook_limit: {
    status: 409,
    title: 'Limit reached',
    sentence: 'An organization has at most {limit} webhooks. Delete one that is no longer needed.',
  },
  webhook_address_not_allowed: {
    status: 422,
    title: 'Address not allowed',
    sentence:
      'This portal may not connect to {host}: only public addresses may be used, and those that its operator allows (AURA_OUTBOUND_ALLOW).',
  },
  webhook_needs_https: {
    status: 422,
    title: 'Needs https',
    sentence:
      'Use https, so that nobody in between can read or change messages. http is for addresses that the operator of this portal allows (AURA_OUTBOUND_ALLOW).',
  },
  webhook_changed_meanwhile: {
    status: 409,
    title: 'Changed meanwhile',
    sentence: 'Somebody changed this webhook while you had it open. Reload to see what it is now; nothing was changed.',
  },
  webhook_unchanged: { status: 409, title: 'Nothing to switch', sentence: 'This webhook is {state} already.' },
  webhook_disabled: {
    status: 409,
    title: 'Disabled',
    sentence: 'This webhook is disabled. Enable it first: what waits is sent then.',
  },
  webhook_no_old_secret: {
    status: 409,
    title: 'Nothing to end',
    sentence: 'Only one secret signs the messages of this webhook, so there is no old one to end.',
  },
  webhook_secret_not_readable: {
    status: 409,
    title: 'Can’t be signed',
    sentence:
      'The signing secret of this webhook can’t be opened with the keys that this portal has. Rotate it, or have an operator restore the key-encryption key.',
  },
  webhook_delivery_not_found: { status: 404, title: 'Not found', sentence: 'There is no such message in the log.' },
  webhook_delivery_pending: {
    status: 409,
    title: 'Under way',
    sentence: 'A message is being sent to this webhook at this moment. Try again in a few seconds.',
  },
  webhook_none_failed: { status: 409, title: 'Nothing failed', sentence: 'No message of this webhook has failed.' },
  unknown_epoch: {
    status: 409,
    title: 'Another epoch',
    sentence: 'The change log is in another epoch. Read the snapshot again.',
  },
  unsupported_version: {
    status: 400,
    title: 'Unsupported version',
    sentence: 'This portal does not speak that version of the feed. Upgrade the gateway.',
  },
} as const satisfies Record<string, FailureKind>

export type FailureCode = keyof typeof FAILURES

/** A refusal is a value: one code of the FAILURES table, the form field it belongs to, and what its sentence names. */
export interface Failure {
  readonly code: FailureCode
  readonly field?: string
  readonly params?: Readonly<Record<string, string | number>>
  /** Of `invalid_input`: one sentence for each field that is wrong. */
  readonly fields?: Readonly<Record<string, string>>
}

type NamesIn<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never

/** What the sentence of a code names. */
export type Placeholders<C extends FailureCode> = NamesIn<(typeof FAILURES)[C]['sentence']>

/** The sentence of a refusal, its placeholders filled. */
export function sentenceOf(failure: Failure): string {
  return FAILURES[failure.code].sentence.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(failure.params?.[name] ?? ''),
  )
}
