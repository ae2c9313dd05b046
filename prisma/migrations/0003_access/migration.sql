-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "addresses" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "burst" INTEGER,
ADD COLUMN     "requests_per_minute" INTEGER;

-- AlterTable
ALTER TABLE "app" ADD COLUMN     "cors_origins" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "scope_rules" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "sealed_upstream_secret" TEXT,
ADD COLUMN     "upstream_secret_made_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "api_key_limited" ON "api_key"("organization_id", "position") WHERE (requests_per_minute IS NOT NULL OR addresses <> '{}'::text[]);

-- What Prisma can't say. A CHECK can't look into a list by itself.
CREATE FUNCTION "longest_text"("texts" TEXT[]) RETURNS INTEGER LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(max(char_length("text")), 0) FROM unnest("texts") AS "text"
$$;
CREATE FUNCTION "longest_rule_path"("rules" JSONB) RETURNS INTEGER LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(max(char_length("rule" ->> 'path')), 0) FROM jsonb_array_elements("rules") AS "rule"
$$;
ALTER TABLE "app" ADD CONSTRAINT "app_scope_rules" CHECK (CASE WHEN jsonb_typeof("scope_rules") = 'array' THEN jsonb_array_length("scope_rules") <= 64 ELSE false END);
ALTER TABLE "app" ADD CONSTRAINT "app_scope_rule_path_length" CHECK (longest_rule_path("scope_rules") <= 256);
ALTER TABLE "app" ADD CONSTRAINT "app_cors_origins" CHECK ("cors_origins" IS NOT NULL AND cardinality("cors_origins") <= 32);
ALTER TABLE "app" ADD CONSTRAINT "app_cors_origin_length" CHECK (longest_text("cors_origins") <= 256);
ALTER TABLE "app" ADD CONSTRAINT "app_upstream_secret_has_moment" CHECK (("sealed_upstream_secret" IS NULL) = ("upstream_secret_made_at" IS NULL));
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_rate_is_whole" CHECK (("requests_per_minute" IS NULL) = ("burst" IS NULL));
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_requests_per_minute" CHECK ("requests_per_minute" >= 1 AND "requests_per_minute" <= 1000000);
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_burst" CHECK ("burst" >= 1 AND "burst" <= 1000000);
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_addresses" CHECK ("addresses" IS NOT NULL AND cardinality("addresses") <= 32);

-- Everything that a token says of its key: also its type, its scopes and when it expires.
CREATE OR REPLACE FUNCTION "refuse_unrevoking"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."revoked_at" IS NOT NULL AND NEW."revoked_at" IS DISTINCT FROM OLD."revoked_at" THEN
    RAISE EXCEPTION 'a revoked key stays revoked' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_revoked_is_final';
  END IF;
  IF NEW."position" <> OLD."position" OR NEW."organization_id" <> OLD."organization_id" OR NEW."app_id" <> OLD."app_id" OR NEW."subject" <> OLD."subject"
    OR NEW."type" <> OLD."type" OR NEW."scopes" IS DISTINCT FROM OLD."scopes" OR NEW."expires_at" IS DISTINCT FROM OLD."expires_at" THEN
    RAISE EXCEPTION 'what a token says of a key never changes' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_token_facts_are_fixed';
  END IF;
  RETURN NEW;
END $$;
