import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { CreateOrganizationInput } from '@/lib/contract/accounts'
import { CreateApiKeyInput } from '@/lib/contract/api-keys'
import { CreateAppInput } from '@/lib/contract/apps'
import { emailAddress } from '@/lib/contract/fields'
import { RegisterGatewayInput } from '@/lib/contract/gateways'
import { IdentityProviderSettings, VerifiedClaims } from '@/lib/contract/identity-provider'
import { InviteMemberInput } from '@/lib/contract/members'
import { ChangeAbsencePolicyInput } from '@/lib/contract/policies'
import { CreateSecretInput } from '@/lib/contract/secrets'
import { CreateWebhookInput } from '@/lib/contract/webhooks'
import { LIMITS } from '@/lib/core/limits'
import { DEFAULT_POLICY } from '@/lib/core/policy'
import { STATUS_LIST_BYTES } from '@/lib/core/status-bits'
import { newIdAt } from '@/lib/crypto/identifiers'
import { parseKeyEncryptionKeys, seal } from '@/lib/crypto/sealing'
import { createTestDatabase } from '@/lib/db/testing/test-database'

const { databaseUrl, drop } = await createTestDatabase()
const client = new pg.Client({ connectionString: databaseUrl })
await client.connect()
afterAll(async () => {
  await client.end()
  await drop()
})

const pairs = async (text: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await client.query<{ name: string; definition: string }>(text)).rows.map(({ name, definition }) => [
      name,
      definition.replace(/\s+/g, ' '),
    ]),
  )

const checks = await pairs(
  `select conrelid::regclass || '.' || conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`,
)
/** The numbers that a CHECK compares with. */
const numbersOf = (name: string) =>
  [...(checks[name] ?? '').matchAll(/(?:<=|>=|[<>=]|AND) (\d+)\b/g)].map(([, number]) => Number(number))

describe('what Prisma can’t say stands in the database', () => {
  test('each CHECK, by name and definition', () => {
    expect(checks).toMatchInlineSnapshot(`
      {
        ""user".user_email_lower": "CHECK (((email = lower(email)) AND (char_length(email) <= 254)))",
        "api_key.api_key_addresses": "CHECK (((addresses IS NOT NULL) AND (cardinality(addresses) <= 32)))",
        "api_key.api_key_burst": "CHECK (((burst >= 1) AND (burst <= 1000000)))",
        "api_key.api_key_ends_by_its_expiry": "CHECK (((ends_at IS NULL) OR (expires_at IS NULL) OR (ends_at <= expires_at)))",
        "api_key.api_key_ends_on_a_second": "CHECK (((ends_at IS NULL) OR (date_trunc('second'::text, ends_at) = ends_at)))",
        "api_key.api_key_ends_when_replaced_or_left": "CHECK (((ends_at IS NULL) OR (successor_id IS NOT NULL) OR (handed_over_from_id IS NOT NULL)))",
        "api_key.api_key_expires_on_a_second": "CHECK (((expires_at IS NULL) OR (date_trunc('second'::text, expires_at) = expires_at)))",
        "api_key.api_key_has_scope": "CHECK (((cardinality(scopes) >= 1) AND (cardinality(scopes) <= 32)))",
        "api_key.api_key_left_ends": "CHECK (((handed_over_from_id IS NULL) OR (ends_at IS NOT NULL)))",
        "api_key.api_key_name_length": "CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))",
        "api_key.api_key_note_length": "CHECK (((char_length(note) >= 1) AND (char_length(note) <= 1000)))",
        "api_key.api_key_position_not_negative": "CHECK (("position" >= 0))",
        "api_key.api_key_rate_is_whole": "CHECK (((requests_per_minute IS NULL) = (burst IS NULL)))",
        "api_key.api_key_requests_per_minute": "CHECK (((requests_per_minute >= 1) AND (requests_per_minute <= 1000000)))",
        "api_key.api_key_stop_recorded_afterwards": "CHECK (((expiry_recorded_at IS NULL) OR (COALESCE(ends_at, expires_at) <= expiry_recorded_at)))",
        "api_key.api_key_subject_fits_type": "CHECK ((((type = 'user'::"ApiKeyType") AND (subject ~~ 'mem\\_%'::text)) OR ((type = 'server'::"ApiKeyType") AND (subject ~~ 'srv\\_%'::text))))",
        "app.app_cors_origin_length": "CHECK ((longest_text(cors_origins) <= 256))",
        "app.app_cors_origins": "CHECK (((cors_origins IS NOT NULL) AND (cardinality(cors_origins) <= 32)))",
        "app.app_has_base_scope": "CHECK ((('invoke'::text = ANY (scopes)) AND (cardinality(scopes) <= 32)))",
        "app.app_name_length": "CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))",
        "app.app_owned_or_left": "CHECK (((owner_id IS NULL) OR (departure_id IS NULL)))",
        "app.app_scope_rule_path_length": "CHECK ((longest_rule_path(scope_rules) <= 256))",
        "app.app_scope_rules": "CHECK ( CASE WHEN (jsonb_typeof(scope_rules) = 'array'::text) THEN (jsonb_array_length(scope_rules) <= 64) ELSE false END)",
        "app.app_slug_form": "CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (char_length(slug) <= 63)))",
        "app.app_upstream_length": "CHECK ((char_length(upstream) <= 2048))",
        "app.app_upstream_secret_has_moment": "CHECK (((sealed_upstream_secret IS NULL) = (upstream_secret_made_at IS NULL)))",
        "delivery.delivery_attempts_not_negative": "CHECK ((attempts >= 0))",
        "delivery.delivery_mail_is_for_a_member": "CHECK (((channel <> 'email'::text) OR (membership_id IS NOT NULL)))",
        "delivery.delivery_settled_has_moment": "CHECK (((state = 'pending'::"DeliveryState") = (settled_at IS NULL)))",
        "delivery.delivery_to_webhook_names_it": "CHECK (((channel = 'webhook'::text) = (webhook_endpoint_id IS NOT NULL)))",
        "departure.departure_begins_before_its_steps": "CHECK ((since <= at))",
        "departure.departure_ended_once": "CHECK (((ended_at IS NULL) OR (lapsed_at IS NULL)))",
        "gateway.gateway_name_length": "CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))",
        "identity.identity_subject_length": "CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 255)))",
        "identity_provider.identity_provider_client_id_length": "CHECK (((char_length(client_id) >= 1) AND (char_length(client_id) <= 256)))",
        "identity_provider.identity_provider_default_role": "CHECK ((default_role = ANY (ARRAY['developer'::"Role", 'reader'::"Role"])))",
        "identity_provider.identity_provider_domain_length": "CHECK ((longest_text(domains) <= 253))",
        "identity_provider.identity_provider_domains": "CHECK (((domains IS NOT NULL) AND (cardinality(domains) <= 32)))",
        "identity_provider.identity_provider_issuer_length": "CHECK (((char_length(issuer) >= 1) AND (char_length(issuer) <= 2048)))",
        "identity_provider.identity_provider_name_length": "CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100)))",
        "identity_provider.identity_provider_required_when_enabled": "CHECK ((enabled OR (NOT required)))",
        "invitation.invitation_email_lower": "CHECK (((email = lower(email)) AND (char_length(email) <= 254)))",
        "invitation.invitation_token_hash_size": "CHECK ((octet_length(token_hash) = 32))",
        "key_caller.key_caller_counts_up": "CHECK ((requests > 0))",
        "key_count.key_count_not_negative": "CHECK (((active >= 0) AND (orphaned >= 0) AND (history >= 0)))",
        "offer.offer_answered_at_a_moment": "CHECK (((answer IS NULL) = (answered_at IS NULL)))",
        "offer.offer_expires_within_days": "CHECK (((made_at < expires_at) AND ((EXTRACT(epoch FROM (expires_at - made_at)) / (86400)::numeric) <= (7)::numeric)))",
        "organization.organization_slug_form": "CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (char_length(slug) <= 40)))",
        "organization_head.organization_head_hash_size": "CHECK ((octet_length(event_hash) = 32))",
        "policy.policy_bounds": "CHECK ((((server_keys_per_app >= 0) AND (server_keys_per_app <= 10000)) AND ((user_keys_per_person >= 0) AND (user_keys_per_person <= 10000)) AND ((maximum_lifetime_days IS NULL) OR (maximum_lifetime_days > 0)) AND ((grace_days >= 0) AND (grace_days <= 365))))",
        "policy.policy_revokes_orphans_after_grace": "CHECK (((revoke_orphans_after_days IS NULL) OR (((revoke_orphans_after_days >= 1) AND (revoke_orphans_after_days <= 3650)) AND (revoke_orphans_after_days >= grace_days))))",
        "secret.secret_erased_after_deletion": "CHECK (((erased_at IS NULL) OR ((deleted_at IS NOT NULL) AND (deleted_at <= erased_at))))",
        "secret.secret_name_form": "CHECK (((name ~ '^[A-Za-z0-9_]+$'::text) AND (char_length(name) <= 100)))",
        "session.session_provider_vouches_for_one": "CHECK (((organization_id IS NULL) = (identity_provider_id IS NULL)))",
        "status_list.status_list_size": "CHECK (((octet_length(bits) = 16384) AND (number >= 0)))",
        "usage_day.usage_day_counts_up": "CHECK ((requests > 0))",
        "usage_hour.usage_hour_counts_up": "CHECK ((requests > 0))",
        "usage_hour.usage_hour_on_the_hour": "CHECK ((date_trunc('hour'::text, hour, 'UTC'::text) = hour))",
        "webhook_attempt.webhook_attempt_answered_or_not": "CHECK (((status IS NULL) <> (reason IS NULL)))",
        "webhook_attempt.webhook_attempt_text_is_short": "CHECK ((octet_length(text) <= 1024))",
        "webhook_endpoint.webhook_endpoint_description_length": "CHECK (((char_length(description) >= 1) AND (char_length(description) <= 100)))",
        "webhook_endpoint.webhook_endpoint_disabled_has_cause": "CHECK (((disabled_at IS NULL) = (disabled_cause IS NULL)))",
        "webhook_endpoint.webhook_endpoint_is_told_of_something": "CHECK (((types IS NOT NULL) AND (cardinality(types) >= 1)))",
        "webhook_endpoint.webhook_endpoint_url_length": "CHECK (((char_length(url) >= 1) AND (char_length(url) <= 2048)))",
      }
    `)
  })

  test('each trigger, and that it is on', async () => {
    const triggers = await pairs(
      `select tgname as name, pg_get_triggerdef(oid) || ' ' || tgenabled::text as definition from pg_trigger where not tgisinternal and tgrelid::regclass::text not like '\\_%'`,
    )
    expect(triggers).toMatchInlineSnapshot(`
      {
        "api_key_counted": "CREATE TRIGGER api_key_counted AFTER INSERT ON public.api_key REFERENCING NEW TABLE AS new_keys FOR EACH STATEMENT EXECUTE FUNCTION begin_counting_keys() O",
        "api_key_counted_anew": "CREATE TRIGGER api_key_counted_anew AFTER UPDATE ON public.api_key REFERENCING OLD TABLE AS old_keys NEW TABLE AS new_keys FOR EACH STATEMENT EXECUTE FUNCTION count_keys_anew() O",
        "api_key_final": "CREATE TRIGGER api_key_final BEFORE UPDATE OF revoked_at, ends_at, successor_id, "position", organization_id, app_id, subject, type, scopes, expires_at ON public.api_key FOR EACH ROW EXECUTE FUNCTION refuse_unrevoking() O",
        "api_key_not_deleted": "CREATE TRIGGER api_key_not_deleted BEFORE DELETE ON public.api_key FOR EACH ROW EXECUTE FUNCTION refuse_rewriting() O",
        "change_append_only": "CREATE TRIGGER change_append_only BEFORE DELETE OR UPDATE ON public.change FOR EACH ROW EXECUTE FUNCTION refuse_rewriting() O",
        "event_append_only": "CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE ON public.event FOR EACH ROW EXECUTE FUNCTION refuse_rewriting() O",
        "offer_answered_once": "CREATE TRIGGER offer_answered_once BEFORE UPDATE ON public.offer FOR EACH ROW EXECUTE FUNCTION refuse_second_answers() O",
        "offer_not_deleted": "CREATE TRIGGER offer_not_deleted BEFORE DELETE ON public.offer FOR EACH ROW EXECUTE FUNCTION refuse_rewriting() O",
        "secret_version_kept": "CREATE TRIGGER secret_version_kept BEFORE DELETE ON public.secret_version FOR EACH ROW EXECUTE FUNCTION refuse_losing_versions() O",
      }
    `)
  })

  test('each function of our own', async () => {
    const functions = await pairs(
      `select proname as name, prosrc as definition from pg_proc p where pronamespace = 'public'::regnamespace
         and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
    )
    expect(functions).toMatchInlineSnapshot(`
      {
        "begin_counting_keys": " BEGIN INSERT INTO "key_use" ("api_key_id", "organization_id", "app_id") SELECT "id", "organization_id", "app_id" FROM "new_keys" ORDER BY "id"; INSERT INTO "key_count" AS "known" ("organization_id", "app_id", "active", "orphaned", "history") SELECT "organization_id", "app_id", count(*) FILTER (WHERE "tab" = 'active'), count(*) FILTER (WHERE "tab" = 'orphaned'), count(*) FILTER (WHERE "tab" = 'history') FROM (SELECT k."organization_id", k."app_id", "stored_tab"(k::"api_key") AS "tab" FROM "new_keys" k) AS "found" GROUP BY 1, 2 ORDER BY 1, 2 ON CONFLICT ("organization_id", "app_id") DO UPDATE SET "active" = "known"."active" + excluded."active", "orphaned" = "known"."orphaned" + excluded."orphaned", "history" = "known"."history" + excluded."history"; RETURN NULL; END ",
        "count_keys_anew": " DECLARE "difference" record; BEGIN FOR "difference" IN SELECT "organization_id", "app_id", sum("n") FILTER (WHERE "tab" = 'active') AS "active", sum("n") FILTER (WHERE "tab" = 'orphaned') AS "orphaned", sum("n") FILTER (WHERE "tab" = 'history') AS "history" FROM ( SELECT k."organization_id", k."app_id", "stored_tab"(k::"api_key") AS "tab", -1 AS "n" FROM "old_keys" k UNION ALL SELECT k."organization_id", k."app_id", "stored_tab"(k::"api_key"), 1 FROM "new_keys" k ) AS "each" GROUP BY 1, 2 ORDER BY 1, 2 LOOP IF "difference"."active" <> 0 OR "difference"."orphaned" <> 0 OR "difference"."history" <> 0 THEN UPDATE "key_count" SET "active" = "active" + coalesce("difference"."active", 0), "orphaned" = "orphaned" + coalesce("difference"."orphaned", 0), "history" = "history" + coalesce("difference"."history", 0) WHERE "organization_id" = "difference"."organization_id" AND "app_id" = "difference"."app_id"; END IF; END LOOP; RETURN NULL; END ",
        "jwe_kid": " SELECT CASE WHEN "header" ~ '^[A-Za-z0-9_-]+$' AND length("header") % 4 <> 1 THEN coalesce(substring(encode(decode(rpad(translate("header", '-_', '+/'), (length("header") + 3) / 4 * 4, '='), 'base64'), 'escape') FROM '"kid":"([^"\\\\]+)"'), '') ELSE '' END FROM (SELECT split_part("jwe", '.', 1) AS "header") AS "parts" ",
        "longest_rule_path": " SELECT coalesce(max(char_length("rule" ->> 'path')), 0) FROM jsonb_array_elements("rules") AS "rule" ",
        "longest_text": " SELECT coalesce(max(char_length("text")), 0) FROM unnest("texts") AS "text" ",
        "refuse_losing_versions": " BEGIN IF NOT EXISTS (SELECT 1 FROM "secret" WHERE "id" = OLD."secret_id" AND "deleted_at" IS NOT NULL) THEN RAISE EXCEPTION 'versions of a secret that is not deleted are kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'secret_versions_are_kept'; END IF; RETURN OLD; END ",
        "refuse_rewriting": " BEGIN RAISE EXCEPTION '% rows are never rewritten', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'history_is_append_only'; END ",
        "refuse_second_answers": " BEGIN IF OLD."answer" IS NOT NULL THEN RAISE EXCEPTION 'an offer is answered once' USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_answered_once'; END IF; IF (NEW."organization_id", NEW."app_id", NEW."api_key_id", NEW."to_membership_id", NEW."from_membership_id", NEW."made_by_id", NEW."made_at", NEW."expires_at") IS DISTINCT FROM (OLD."organization_id", OLD."app_id", OLD."api_key_id", OLD."to_membership_id", OLD."from_membership_id", OLD."made_by_id", OLD."made_at", OLD."expires_at") THEN RAISE EXCEPTION 'an offer stays what it is' USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_facts_are_fixed'; END IF; RETURN NEW; END ",
        "refuse_unrevoking": " BEGIN IF OLD."revoked_at" IS NOT NULL AND NEW."revoked_at" IS DISTINCT FROM OLD."revoked_at" THEN RAISE EXCEPTION 'a revoked key stays revoked' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_revoked_is_final'; END IF; IF OLD."ends_at" IS NOT NULL AND (NEW."ends_at" IS NULL OR NEW."ends_at" > OLD."ends_at") THEN RAISE EXCEPTION 'the ending of a key is never put off' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_ending_is_final'; END IF; IF OLD."successor_id" IS NOT NULL AND NEW."successor_id" IS DISTINCT FROM OLD."successor_id" THEN RAISE EXCEPTION 'a key is replaced once' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_replaced_once'; END IF; IF NEW."position" <> OLD."position" OR NEW."organization_id" <> OLD."organization_id" OR NEW."app_id" <> OLD."app_id" OR NEW."subject" <> OLD."subject" OR NEW."type" <> OLD."type" OR NEW."scopes" IS DISTINCT FROM OLD."scopes" OR NEW."expires_at" IS DISTINCT FROM OLD."expires_at" THEN RAISE EXCEPTION 'what a token says of a key never changes' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_token_facts_are_fixed'; END IF; RETURN NEW; END ",
        "stored_tab": " SELECT CASE WHEN "key"."revoked_at" IS NOT NULL OR ("key"."ends_at" IS NOT NULL AND "key"."expiry_recorded_at" IS NOT NULL) THEN 'history' WHEN "key"."departure_id" IS NOT NULL OR "key"."app_deleted_at" IS NOT NULL THEN 'orphaned' WHEN "key"."closed" THEN 'history' ELSE 'active' END ",
      }
    `)
  })

  test('each partial index, and each over an expression', async () => {
    const indexes = await pairs(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index join pg_class c on c.oid = indrelid
       where c.relnamespace = 'public'::regnamespace and (indpred is not null or indexprs is not null)`,
    )
    expect(indexes).toMatchInlineSnapshot(`
      {
        "acknowledgement_open": "CREATE INDEX acknowledgement_open ON public.acknowledgement USING btree (instance_id, seq) WHERE (acknowledged_at IS NULL)",
        "api_key_app_name": "CREATE INDEX api_key_app_name ON public.api_key USING btree (app_id, closed, lower(name), id, type, owner_id)",
        "api_key_app_stops": "CREATE INDEX api_key_app_stops ON public.api_key USING btree (app_id, closed, COALESCE(LEAST(expires_at, ends_at), 'infinity'::timestamp with time zone), id, type, owner_id)",
        "api_key_disabled": "CREATE INDEX api_key_disabled ON public.api_key USING btree (organization_id, created_at, id, app_id) WHERE ((disabled_at IS NOT NULL) AND (NOT closed))",
        "api_key_ending": "CREATE INDEX api_key_ending ON public.api_key USING btree (ends_at, id) WHERE ((ends_at IS NOT NULL) AND (revoked_at IS NULL))",
        "api_key_limited": "CREATE INDEX api_key_limited ON public.api_key USING btree (organization_id, "position") WHERE ((requests_per_minute IS NOT NULL) OR (addresses <> '{}'::text[]))",
        "api_key_live_name": "CREATE UNIQUE INDEX api_key_live_name ON public.api_key USING btree (app_id, name) WHERE ((revoked_at IS NULL) AND (expiry_recorded_at IS NULL) AND (successor_id IS NULL))",
        "api_key_organization_name": "CREATE INDEX api_key_organization_name ON public.api_key USING btree (organization_id, closed, lower(name), id, type, owner_id, app_id)",
        "api_key_organization_stops": "CREATE INDEX api_key_organization_stops ON public.api_key USING btree (organization_id, closed, COALESCE(LEAST(expires_at, ends_at), 'infinity'::timestamp with time zone), id, type, owner_id, app_id)",
        "api_key_unrecorded": "CREATE INDEX api_key_unrecorded ON public.api_key USING btree (organization_id, COALESCE(LEAST(expires_at, ends_at), 'infinity'::timestamp with time zone), app_id) WHERE ((revoked_at IS NULL) AND (expiry_recorded_at IS NULL))",
        "delivery_due": "CREATE INDEX delivery_due ON public.delivery USING btree (next_attempt_at, id) WHERE (state = 'pending'::"DeliveryState")",
        "delivery_failed": "CREATE INDEX delivery_failed ON public.delivery USING btree (organization_id, id) WHERE (state = 'failed'::"DeliveryState")",
        "delivery_to_webhook": "CREATE INDEX delivery_to_webhook ON public.delivery USING btree (webhook_endpoint_id, id) WHERE (webhook_endpoint_id IS NOT NULL)",
        "delivery_to_webhook_by_state": "CREATE INDEX delivery_to_webhook_by_state ON public.delivery USING btree (webhook_endpoint_id, state, id) WHERE (webhook_endpoint_id IS NOT NULL)",
        "departure_one_open": "CREATE UNIQUE INDEX departure_one_open ON public.departure USING btree (membership_id) WHERE ((ended_at IS NULL) AND (lapsed_at IS NULL))",
        "event_of_secret": "CREATE INDEX event_of_secret ON public.event USING btree (organization_id, secret_id, number) WHERE (secret_id IS NOT NULL)",
        "gateway_live_name": "CREATE UNIQUE INDEX gateway_live_name ON public.gateway USING btree (organization_id, name) WHERE (retired_at IS NULL)",
        "key_use_app_used": "CREATE INDEX key_use_app_used ON public.key_use USING btree (app_id, COALESCE(last_used_at, '-infinity'::timestamp with time zone), api_key_id)",
        "key_use_organization_used": "CREATE INDEX key_use_organization_used ON public.key_use USING btree (organization_id, COALESCE(last_used_at, '-infinity'::timestamp with time zone), api_key_id, app_id)",
        "notification_unread": "CREATE INDEX notification_unread ON public.notification USING btree (membership_id, happening_id) WHERE (read_at IS NULL)",
        "offer_one_open_of_app": "CREATE UNIQUE INDEX offer_one_open_of_app ON public.offer USING btree (app_id) WHERE ((answer IS NULL) AND (api_key_id IS NULL))",
        "offer_one_open_of_key": "CREATE UNIQUE INDEX offer_one_open_of_key ON public.offer USING btree (api_key_id) WHERE (answer IS NULL)",
        "offer_open": "CREATE INDEX offer_open ON public.offer USING btree (organization_id, expires_at, id) WHERE (answer IS NULL)",
        "offer_open_to": "CREATE INDEX offer_open_to ON public.offer USING btree (to_membership_id) WHERE (answer IS NULL)",
        "secret_live_name": "CREATE UNIQUE INDEX secret_live_name ON public.secret USING btree (organization_id, name) WHERE (deleted_at IS NULL)",
        "secret_restorable": "CREATE INDEX secret_restorable ON public.secret USING btree (organization_id, deleted_at, id) WHERE ((deleted_at IS NOT NULL) AND (erased_at IS NULL))",
        "signing_key_one_current": "CREATE UNIQUE INDEX signing_key_one_current ON public.signing_key USING btree (organization_id, purpose) WHERE (state = 'current'::"SigningKeyState")",
        "webhook_secret_one_in_force": "CREATE UNIQUE INDEX webhook_secret_one_in_force ON public.webhook_secret USING btree (endpoint_id) WHERE (ends_at IS NULL)",
      }
    `)
  })

  test('a reference between the rows of an organization carries the organization with it; these do not, and operations see to them', async () => {
    const { rows } = await client.query<{ name: string; columns: string[]; target: string }>(
      `select conname as name, confrelid::regclass::text as target,
         array(select attname from unnest(conkey) k join pg_attribute a on a.attnum = k and a.attrelid = conrelid)::text[] as columns
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1`,
    )
    const bare = rows
      .filter(
        ({ columns, target }) => !columns.includes('organization_id') && !['"user"', 'organization'].includes(target),
      )
      .map(({ name }) => name)
    expect(bare).toMatchInlineSnapshot(`
      [
        "acknowledgement_instance_id_fkey",
        "api_key_departure_id_fkey",
        "api_key_signing_key_id_fkey",
        "api_key_successor_id_fkey",
        "app_owner_id_fkey",
        "departure_by_membership_id_fkey",
      ]
    `)
  })

  test('beside each sealed text the name of its key, so that none is overlooked when the key is replaced', async () => {
    const sealed = await pairs(
      `select c.table_name || '.' || c.column_name as name, w.generation_expression as definition
       from information_schema.columns c left join information_schema.columns w
         on w.table_schema = c.table_schema and w.table_name = c.table_name and w.column_name = 'sealed_with' and w.is_generated = 'ALWAYS'
       where c.table_schema = 'public' and c.column_name like 'sealed%' and c.column_name <> 'sealed_with'`,
    )
    // Each is one of lib/core/sealed-texts.ts and lib/db/sealed-texts.ts.
    expect(sealed).toEqual({
      'app.sealed_upstream_secret': 'jwe_kid(sealed_upstream_secret)',
      'identity_provider.sealed_client_secret': 'jwe_kid(sealed_client_secret)',
      'secret_version.sealed': 'jwe_kid(sealed)',
      'signing_key.sealed_private': 'jwe_kid(sealed_private)',
      'webhook_secret.sealed': 'jwe_kid(sealed)',
    })
  })

  test('the name of the key in a sealed text, whatever it is, and none in what is no sealed text', async () => {
    const kid = "!#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|} ~"
    const keys = parseKeyEncryptionKeys(JSON.stringify({ kty: 'oct', kid, k: randomBytes(32).toString('base64url') }))
    const place = { organization: newIdAt(new Date())('organization'), signing_key: '"kid":"another"' }
    const texts = [
      await seal('value', place, keys),
      '',
      '.',
      'a.b',
      'damaged',
      'eyJraWQiOiJhIn0',
      'eyJr*.x',
      '{"kid":"a"}',
      'ü.x',
      '\ud83d\ude00',
    ]
    const { rows } = await client.query<{ kid: string }>('select jwe_kid(t) as kid from unnest($1::text[]) t', [texts])
    expect(rows.map((row) => row.kid)).toEqual([kid, '', '', '', '', 'a', '', '', '', ''])
  })

  test('orphaning changes no index, and a row’s next version has room beside it', async () => {
    const { rows: indexed } = await client.query<{ column: string }>(
      `select a.attname as column from pg_index i join pg_attribute a on a.attrelid = i.indrelid
       where i.indrelid = 'api_key'::regclass
         and (a.attnum = any (i.indkey) or pg_get_expr(i.indpred, i.indrelid) like '%' || a.attname || '%'
           or pg_get_expr(i.indexprs, i.indrelid) like '%' || a.attname || '%')`,
    )
    for (const known of ['revoked_at', 'closed', 'ends_at'])
      expect(indexed.map(({ column }) => column)).toContain(known)
    for (const changed of ['departure_id', 'app_deleted_at'])
      expect(indexed.map(({ column }) => column)).not.toContain(changed)
    const {
      rows: [table],
    } = await client.query<{ options: string[] }>(
      `select reloptions as options from pg_class where oid = 'api_key'::regclass`,
    )
    expect(table?.options).toContain('fillfactor=50')
    // What nobody can set apart from the facts that it stands for: to Prisma it is a column with a default.
    const { rows: generated } = await client.query<{ column: string; expression: string }>(
      `select a.attname as column, pg_get_expr(d.adbin, d.adrelid) as expression from pg_attribute a join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attrelid = 'api_key'::regclass and a.attgenerated = 's'`,
    )
    expect(generated).toEqual([
      {
        column: 'closed',
        expression:
          '((revoked_at IS NOT NULL) OR ((expiry_recorded_at IS NOT NULL) AND ((disabled_at IS NULL) OR (ends_at IS NOT NULL))))',
      },
    ])
  })
})

describe('a limit is the same number in core, in the schema of its form, and in the database', () => {
  const newId = newIdAt(new Date())
  const key = { appId: newId('app'), name: 'n', expiration: '7d', type: 'user', scopes: ['invoke'] }
  const app = { service: 'cloud_function', name: 'n', environment: 'production', upstream: 'http://a.test', scopes: [] }
  const scopes = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`)
  const upstream = (length: number) => `http://a.test/${'x'.repeat(length - 'http://a.test/'.length)}`
  const email = (length: number) =>
    `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(length - 60 * 4 - 4)}`

  const absence = { graceDays: 30, revokeOrphansAfterDays: null }
  const rule = { methods: [], path: '/*', scope: 'invoke' }
  const limited = (limits: object) =>
    CreateApiKeyInput.safeParse({ ...key, limits: { rate: null, addresses: [], ...limits } }).success
  const absences = (policy: object) =>
    ChangeAbsencePolicyInput.safeParse({ ...absence, known: absence, ...policy }).success
  const provider = (settings: object) =>
    IdentityProviderSettings.safeParse({
      name: 'n',
      issuer: 'https://a.test',
      clientId: 'c',
      domains: '',
      defaultRole: 'reader',
      changedAt: null,
      ...settings,
    }).success
  const domain = (length: number) => `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(length - 192)}`
  const claims = { issuer: 'https://a.test', email: null, emailVerified: false, name: null }
  const origin = (length: number) => `https://${'x'.repeat(length - 'https://'.length)}`

  const BOUND: readonly (readonly [
    what: string,
    limit: number,
    check: string,
    accepts: (length: number) => boolean,
  ])[] = [
    [
      'name of a key',
      LIMITS.nameLength,
      'api_key.api_key_name_length',
      (length) => CreateApiKeyInput.safeParse({ ...key, name: 'x'.repeat(length) }).success,
    ],
    [
      'scopes of a key',
      LIMITS.scopesPerApp,
      'api_key.api_key_has_scope',
      (count) => CreateApiKeyInput.safeParse({ ...key, scopes: scopes(count) }).success,
    ],
    [
      'name of an app',
      LIMITS.nameLength,
      'app.app_name_length',
      (length) => CreateAppInput.safeParse({ ...app, name: 'x'.repeat(length) }).success,
    ],
    [
      'upstream of an app',
      LIMITS.upstreamLength,
      'app.app_upstream_length',
      (length) => CreateAppInput.safeParse({ ...app, upstream: upstream(length) }).success,
    ],
    [
      'requests a minute of a key',
      LIMITS.requestsPerMinute,
      'api_key.api_key_requests_per_minute',
      (requestsPerMinute) => limited({ rate: { requestsPerMinute } }),
    ],
    [
      'requests of a key at once',
      LIMITS.requestsPerMinute,
      'api_key.api_key_burst',
      (burst) => limited({ rate: { requestsPerMinute: 1, burst } }),
    ],
    [
      'addresses of a key',
      LIMITS.addressesPerKey,
      'api_key.api_key_addresses',
      (count) => limited({ addresses: Array.from({ length: count }, (_, index) => `10.0.0.${index}`) }),
    ],
    [
      'scope rules of an app',
      LIMITS.scopeRulesPerApp,
      'app.app_scope_rules',
      (count) => CreateAppInput.safeParse({ ...app, scopeRules: Array.from({ length: count }, () => rule) }).success,
    ],
    [
      'path of a scope rule',
      LIMITS.rulePathLength,
      'app.app_scope_rule_path_length',
      (length) =>
        CreateAppInput.safeParse({ ...app, scopeRules: [{ ...rule, path: `/${'x'.repeat(length - 1)}` }] }).success,
    ],
    [
      'origins of an app',
      LIMITS.corsOriginsPerApp,
      'app.app_cors_origins',
      (count) =>
        CreateAppInput.safeParse({
          ...app,
          corsOrigins: Array.from({ length: count }, (_, index) => `https://o${index}.test`),
        }).success,
    ],
    [
      'origin of an app',
      LIMITS.originLength,
      'app.app_cors_origin_length',
      (length) => CreateAppInput.safeParse({ ...app, corsOrigins: [origin(length)] }).success,
    ],
    // `invoke` is always there, and counts.
    [
      'scopes of an app',
      LIMITS.scopesPerApp,
      'app.app_has_base_scope',
      (count) => CreateAppInput.safeParse({ ...app, scopes: scopes(count - 1) }).success,
    ],
    [
      'name of a secret',
      LIMITS.secretNameLength,
      'secret.secret_name_form',
      (length) => CreateSecretInput.safeParse({ name: 'x'.repeat(length), value: 'v' }).success,
    ],
    [
      'address of a webhook',
      LIMITS.webhookUrlLength,
      'webhook_endpoint.webhook_endpoint_url_length',
      (length) => CreateWebhookInput.safeParse({ url: upstream(length), types: ['key.created'] }).success,
    ],
    [
      'description of a webhook',
      LIMITS.nameLength,
      'webhook_endpoint.webhook_endpoint_description_length',
      (length) =>
        CreateWebhookInput.safeParse({ url: upstream(100), types: ['key.created'], description: 'x'.repeat(length) })
          .success,
    ],
    [
      'name of a gateway',
      LIMITS.nameLength,
      'gateway.gateway_name_length',
      (length) => RegisterGatewayInput.safeParse({ name: 'x'.repeat(length) }).success,
    ],
    [
      'short name of an organization',
      40,
      'organization.organization_slug_form',
      (length) =>
        CreateOrganizationInput.safeParse({ name: 'n', slug: 'x'.repeat(length), ownerEmail: 'a@b.test' }).success,
    ],
    [
      'e-mail address',
      LIMITS.emailLength,
      '"user".user_email_lower',
      (length) => emailAddress.safeParse(email(length)).success,
    ],
    [
      'address of an invitation',
      LIMITS.emailLength,
      'invitation.invitation_email_lower',
      (length) => InviteMemberInput.safeParse({ email: email(length), role: 'reader' }).success,
    ],
    [
      'days within which a member comes back to their keys',
      LIMITS.graceDays,
      'policy.policy_bounds',
      (graceDays) => absences({ graceDays }),
    ],
    [
      'days until an orphaned key is revoked',
      LIMITS.orphanDays,
      'policy.policy_revokes_orphans_after_grace',
      (revokeOrphansAfterDays) => absences({ revokeOrphansAfterDays }),
    ],
    [
      'name of an identity provider',
      LIMITS.nameLength,
      'identity_provider.identity_provider_name_length',
      (length) => provider({ name: 'x'.repeat(length) }),
    ],
    [
      'issuer of an identity provider',
      LIMITS.issuerLength,
      'identity_provider.identity_provider_issuer_length',
      (length) => provider({ issuer: upstream(length) }),
    ],
    [
      'client ID at an identity provider',
      LIMITS.clientIdLength,
      'identity_provider.identity_provider_client_id_length',
      (length) => provider({ clientId: 'x'.repeat(length) }),
    ],
    [
      'domains of an identity provider',
      LIMITS.domainsPerProvider,
      'identity_provider.identity_provider_domains',
      (count) => provider({ domains: Array.from({ length: count }, (_, index) => `d${index}.test`).join(' ') }),
    ],
    [
      'domain of an identity provider',
      LIMITS.domainLength,
      'identity_provider.identity_provider_domain_length',
      (length) => provider({ domains: domain(length) }),
    ],
    [
      'subject of an identity',
      LIMITS.subjectLength,
      'identity.identity_subject_length',
      (length) => VerifiedClaims.safeParse({ ...claims, subject: 'x'.repeat(length) }).success,
    ],
  ]

  test.each(BOUND)('%s: %i', (_, limit, check, accepts) => {
    expect([accepts(limit), accepts(limit + 1)]).toEqual([true, false])
    expect(numbersOf(check).at(-1)).toBe(limit)
  })

  test('size of a status list', () => {
    expect(numbersOf('status_list.status_list_size')[0]).toBe(STATUS_LIST_BYTES)
    expect(STATUS_LIST_BYTES * 4).toBe(LIMITS.statusListPositions)
  })

  test('quotas of a new organization’s policy', async () => {
    const { rows } = await client.query<{ column: string; preset: string }>(
      `select column_name as column, column_default as preset from information_schema.columns where table_name = 'policy' and column_default is not null`,
    )
    expect(Object.fromEntries(rows.map(({ column, preset }) => [column, preset]))).toEqual({
      server_keys_per_app: String(DEFAULT_POLICY.serverKeysPerApp),
      user_keys_per_person: String(DEFAULT_POLICY.userKeysPerPerson),
      no_expiration_allowed: String(DEFAULT_POLICY.noExpirationAllowed),
      grace_days: String(DEFAULT_POLICY.graceDays),
    })
    expect([DEFAULT_POLICY.serverKeysPerApp, DEFAULT_POLICY.userKeysPerPerson]).toEqual([100, 20])
  })
})
