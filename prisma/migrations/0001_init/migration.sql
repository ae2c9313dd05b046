
-- CreateEnum
CREATE TYPE "Role" AS ENUM ('owner', 'aura_owner', 'user_administrator', 'developer', 'reader');

-- CreateEnum
CREATE TYPE "MembershipState" AS ENUM ('active', 'suspended', 'removed');

-- CreateEnum
CREATE TYPE "DepartureCause" AS ENUM ('removed', 'suspended', 'deprovisioned', 'lost_right');

-- CreateEnum
CREATE TYPE "Service" AS ENUM ('cloud_function', 'dashboard_app', 'inference_api');

-- CreateEnum
CREATE TYPE "Environment" AS ENUM ('production', 'sandbox');

-- CreateEnum
CREATE TYPE "ApiKeyType" AS ENUM ('user', 'server');

-- CreateEnum
CREATE TYPE "SigningKeyPurpose" AS ENUM ('api_key', 'epoch');

-- CreateEnum
CREATE TYPE "SigningKeyState" AS ENUM ('standby', 'current', 'previous', 'revoked');

-- CreateEnum
CREATE TYPE "LinkPurpose" AS ENUM ('setup', 'password_reset', 'invitation');

-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_head" (
    "organization_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "event_number" BIGINT NOT NULL DEFAULT 0,
    "event_hash" BYTEA NOT NULL,
    "next_position" INTEGER NOT NULL DEFAULT 0,
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "epoch_statement" TEXT NOT NULL,

    CONSTRAINT "organization_head_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "policy" (
    "organization_id" TEXT NOT NULL,
    "server_keys_per_app" INTEGER NOT NULL DEFAULT 100,
    "user_keys_per_person" INTEGER NOT NULL DEFAULT 20,
    "no_expiration_allowed" BOOLEAN NOT NULL DEFAULT true,
    "maximum_lifetime_days" INTEGER,
    "grace_days" INTEGER NOT NULL DEFAULT 30,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "time_zone" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "state" "MembershipState" NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "departure" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "membership_id" TEXT NOT NULL,
    "cause" "DepartureCause" NOT NULL,
    "by_membership_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "departure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "address" TEXT,
    "agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link" (
    "id" TEXT NOT NULL,
    "purpose" "LinkPurpose" NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "user_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMPTZ(3),

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "app" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "service" "Service" NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "environment" "Environment" NOT NULL,
    "upstream" TEXT NOT NULL,
    "owner_id" TEXT,
    "server_user_id" TEXT NOT NULL,
    "provider_enabled" BOOLEAN NOT NULL DEFAULT true,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by_id" TEXT,

    CONSTRAINT "app_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "type" "ApiKeyType" NOT NULL,
    "subject" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "position" INTEGER NOT NULL,
    "signing_key_id" TEXT NOT NULL,
    "hint" CHAR(4) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_by_id" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_id" TEXT,
    "revocation_reason" TEXT,
    "departure_id" TEXT,
    "app_deleted_at" TIMESTAMPTZ(3),
    "expiry_recorded_at" TIMESTAMPTZ(3),
    "successor_id" TEXT,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_version" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "secret_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "sealed" TEXT NOT NULL,
    "api_key_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,

    CONSTRAINT "secret_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "kid" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "purpose" "SigningKeyPurpose" NOT NULL,
    "state" "SigningKeyState" NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "sealed_private" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "current_since" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "event" (
    "organization_id" TEXT NOT NULL,
    "number" BIGINT NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "membership_id" TEXT,
    "app_id" TEXT,
    "api_key_id" TEXT,
    "secret_id" TEXT,
    "body" TEXT NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("organization_id","number")
);

-- CreateTable
CREATE TABLE "change" (
    "organization_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "change_pkey" PRIMARY KEY ("organization_id","seq")
);

-- CreateTable
CREATE TABLE "status_list" (
    "organization_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "bits" BYTEA NOT NULL,

    CONSTRAINT "status_list_pkey" PRIMARY KEY ("organization_id","number")
);

-- CreateTable
CREATE TABLE "gateway" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "gateway_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway_instance" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "gateway_id" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "renewed_at" TIMESTAMPTZ(3),
    "lease_ends_at" TIMESTAMPTZ(3),
    "applied_seq" BIGINT NOT NULL DEFAULT 0,
    "clock_offset_ms" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "gateway_instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "acknowledgement" (
    "organization_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "instance_id" TEXT NOT NULL,
    "deadline" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),

    CONSTRAINT "acknowledgement_pkey" PRIMARY KEY ("organization_id","seq","instance_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "organization_issuer_key" ON "organization"("issuer");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_organization_id_user_id_key" ON "membership"("organization_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_organization_id_id_key" ON "membership"("organization_id", "id");

-- CreateIndex
CREATE INDEX "departure_membership_id_idx" ON "departure"("membership_id");

-- CreateIndex
CREATE UNIQUE INDEX "departure_organization_id_id_key" ON "departure"("organization_id", "id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "link_token_hash_key" ON "link"("token_hash");

-- CreateIndex
CREATE INDEX "link_user_id_idx" ON "link"("user_id");

-- CreateIndex
CREATE INDEX "link_expires_at_idx" ON "link"("expires_at");

-- CreateIndex
CREATE INDEX "rate_limit_expire_idx" ON "rate_limit"("expire");

-- CreateIndex
CREATE UNIQUE INDEX "app_server_user_id_key" ON "app"("server_user_id");

-- CreateIndex
CREATE INDEX "app_organization_id_service_name_id_idx" ON "app"("organization_id", "service", "name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "app_organization_id_slug_key" ON "app"("organization_id", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "app_organization_id_id_key" ON "app"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_successor_id_key" ON "api_key"("successor_id");

-- CreateIndex
CREATE INDEX "api_key_organization_id_app_id_created_at_id_idx" ON "api_key"("organization_id", "app_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "api_key_organization_id_app_id_name_id_idx" ON "api_key"("organization_id", "app_id", "name", "id");

-- CreateIndex
CREATE INDEX "api_key_organization_id_app_id_expires_at_id_idx" ON "api_key"("organization_id", "app_id", "expires_at", "id");

-- CreateIndex
CREATE INDEX "api_key_owner_id_idx" ON "api_key"("owner_id");

-- CreateIndex
CREATE INDEX "api_key_departure_id_idx" ON "api_key"("departure_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_organization_id_position_key" ON "api_key"("organization_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_organization_id_id_key" ON "api_key"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_live_name" ON "api_key"("app_id", "name") WHERE ("revoked_at" IS NULL AND "expiry_recorded_at" IS NULL AND "successor_id" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "secret_organization_id_name_key" ON "secret"("organization_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "secret_organization_id_id_key" ON "secret"("organization_id", "id");

-- CreateIndex
CREATE INDEX "secret_version_organization_id_api_key_id_idx" ON "secret_version"("organization_id", "api_key_id");

-- CreateIndex
CREATE UNIQUE INDEX "secret_version_secret_id_number_key" ON "secret_version"("secret_id", "number");

-- CreateIndex
CREATE INDEX "signing_key_organization_id_idx" ON "signing_key"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "signing_key_one_current" ON "signing_key"("organization_id", "purpose") WHERE ("state" = 'current');

-- CreateIndex
CREATE UNIQUE INDEX "event_id_key" ON "event"("id");

-- CreateIndex
CREATE INDEX "event_organization_id_api_key_id_number_idx" ON "event"("organization_id", "api_key_id", "number");

-- CreateIndex
CREATE INDEX "event_organization_id_app_id_number_idx" ON "event"("organization_id", "app_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "gateway_token_hash_key" ON "gateway"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "gateway_live_name" ON "gateway"("organization_id", "name") WHERE ("retired_at" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "gateway_organization_id_id_key" ON "gateway"("organization_id", "id");

-- CreateIndex
CREATE INDEX "gateway_instance_organization_id_lease_ends_at_idx" ON "gateway_instance"("organization_id", "lease_ends_at");

-- CreateIndex
CREATE INDEX "acknowledgement_open" ON "acknowledgement"("instance_id", "seq") WHERE ("acknowledged_at" IS NULL);

-- AddForeignKey
ALTER TABLE "organization_head" ADD CONSTRAINT "organization_head_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy" ADD CONSTRAINT "policy_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "departure" ADD CONSTRAINT "departure_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "departure" ADD CONSTRAINT "departure_organization_id_membership_id_fkey" FOREIGN KEY ("organization_id", "membership_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "departure" ADD CONSTRAINT "departure_by_membership_id_fkey" FOREIGN KEY ("by_membership_id") REFERENCES "membership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link" ADD CONSTRAINT "link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app" ADD CONSTRAINT "app_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "app" ADD CONSTRAINT "app_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "membership"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_app_id_fkey" FOREIGN KEY ("organization_id", "app_id") REFERENCES "app"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_owner_id_fkey" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_departure_id_fkey" FOREIGN KEY ("departure_id") REFERENCES "departure"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_signing_key_id_fkey" FOREIGN KEY ("signing_key_id") REFERENCES "signing_key"("kid") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_successor_id_fkey" FOREIGN KEY ("successor_id") REFERENCES "api_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret" ADD CONSTRAINT "secret_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret" ADD CONSTRAINT "secret_organization_id_owner_id_fkey" FOREIGN KEY ("organization_id", "owner_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_version" ADD CONSTRAINT "secret_version_organization_id_secret_id_fkey" FOREIGN KEY ("organization_id", "secret_id") REFERENCES "secret"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_version" ADD CONSTRAINT "secret_version_organization_id_api_key_id_fkey" FOREIGN KEY ("organization_id", "api_key_id") REFERENCES "api_key"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signing_key" ADD CONSTRAINT "signing_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "change" ADD CONSTRAINT "change_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_list" ADD CONSTRAINT "status_list_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway" ADD CONSTRAINT "gateway_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway_instance" ADD CONSTRAINT "gateway_instance_organization_id_gateway_id_fkey" FOREIGN KEY ("organization_id", "gateway_id") REFERENCES "gateway"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "acknowledgement" ADD CONSTRAINT "acknowledgement_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "acknowledgement" ADD CONSTRAINT "acknowledgement_instance_id_fkey" FOREIGN KEY ("instance_id") REFERENCES "gateway_instance"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma can't say. A test on the catalog holds each of these by name.

-- Limits of lib/core/limits.ts.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_name_length" CHECK (char_length("name") BETWEEN 1 AND 100);
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_has_scope" CHECK (cardinality("scopes") BETWEEN 1 AND 32);
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_position_not_negative" CHECK ("position" >= 0);
-- A JWT counts whole seconds, and what the panel shows is what the token says.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_expires_on_a_second" CHECK ("expires_at" IS NULL OR date_trunc('second', "expires_at") = "expires_at");
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_subject_fits_type" CHECK (("type" = 'user' AND "subject" LIKE 'mem\_%') OR ("type" = 'server' AND "subject" LIKE 'srv\_%'));
ALTER TABLE "app" ADD CONSTRAINT "app_name_length" CHECK (char_length("name") BETWEEN 1 AND 100);
ALTER TABLE "app" ADD CONSTRAINT "app_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length("slug") <= 63);
ALTER TABLE "app" ADD CONSTRAINT "app_upstream_length" CHECK (char_length("upstream") <= 2048);
ALTER TABLE "app" ADD CONSTRAINT "app_has_base_scope" CHECK ('invoke' = ANY ("scopes") AND cardinality("scopes") <= 32);
ALTER TABLE "secret" ADD CONSTRAINT "secret_name_form" CHECK ("name" ~ '^[A-Za-z0-9_]+$' AND char_length("name") <= 100);
ALTER TABLE "gateway" ADD CONSTRAINT "gateway_name_length" CHECK (char_length("name") BETWEEN 1 AND 100);
ALTER TABLE "user" ADD CONSTRAINT "user_email_lower" CHECK ("email" = lower("email") AND char_length("email") <= 254);
ALTER TABLE "organization" ADD CONSTRAINT "organization_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length("slug") <= 40);
ALTER TABLE "status_list" ADD CONSTRAINT "status_list_size" CHECK (octet_length("bits") = 16384 AND "number" >= 0);
ALTER TABLE "organization_head" ADD CONSTRAINT "organization_head_hash_size" CHECK (octet_length("event_hash") = 32);
ALTER TABLE "policy" ADD CONSTRAINT "policy_bounds" CHECK ("server_keys_per_app" BETWEEN 0 AND 10000 AND "user_keys_per_person" BETWEEN 0 AND 10000 AND ("maximum_lifetime_days" IS NULL OR "maximum_lifetime_days" > 0) AND "grace_days" BETWEEN 0 AND 365);

-- Revoked is final: no statement of anybody turns it back.
CREATE FUNCTION "refuse_unrevoking"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."revoked_at" IS NOT NULL AND NEW."revoked_at" IS DISTINCT FROM OLD."revoked_at" THEN
    RAISE EXCEPTION 'a revoked key stays revoked' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_revoked_is_final';
  END IF;
  IF NEW."position" <> OLD."position" OR NEW."organization_id" <> OLD."organization_id" OR NEW."app_id" <> OLD."app_id" OR NEW."subject" <> OLD."subject" THEN
    RAISE EXCEPTION 'what a token says of a key never changes' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_token_facts_are_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "api_key_final" BEFORE UPDATE ON "api_key" FOR EACH ROW EXECUTE FUNCTION "refuse_unrevoking"();

-- Keys, events and changes are history. Only a whole organization could take them along, and nothing deletes one.
CREATE FUNCTION "refuse_rewriting"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are never rewritten', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = 'history_is_append_only';
END $$;
CREATE TRIGGER "api_key_not_deleted" BEFORE DELETE ON "api_key" FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "event_append_only" BEFORE UPDATE OR DELETE ON "event" FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "change_append_only" BEFORE UPDATE OR DELETE ON "change" FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting"();
