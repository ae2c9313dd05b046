-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "ends_at" TIMESTAMPTZ(3),
ADD COLUMN     "note" TEXT;

-- What Prisma can't say.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_note_length" CHECK (char_length("note") BETWEEN 1 AND 1000);
-- Gateways judge by whole seconds. A key ends because another took its place, and never lives past its expiry.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_ends_on_a_second" CHECK ("ends_at" IS NULL OR date_trunc('second', "ends_at") = "ends_at");
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_ends_when_replaced" CHECK ("ends_at" IS NULL OR "successor_id" IS NOT NULL);
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_ends_by_its_expiry" CHECK ("ends_at" IS NULL OR "expires_at" IS NULL OR "ends_at" <= "expires_at");

-- An ending that was set is never put off, nor who took a key's place replaced: gateways may know it already.
CREATE OR REPLACE FUNCTION "refuse_unrevoking"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."revoked_at" IS NOT NULL AND NEW."revoked_at" IS DISTINCT FROM OLD."revoked_at" THEN
    RAISE EXCEPTION 'a revoked key stays revoked' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_revoked_is_final';
  END IF;
  IF OLD."ends_at" IS NOT NULL AND (NEW."ends_at" IS NULL OR NEW."ends_at" > OLD."ends_at") THEN
    RAISE EXCEPTION 'the ending of a key is never put off' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_ending_is_final';
  END IF;
  IF OLD."successor_id" IS NOT NULL AND NEW."successor_id" IS DISTINCT FROM OLD."successor_id" THEN
    RAISE EXCEPTION 'a key is replaced once' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_replaced_once';
  END IF;
  IF NEW."position" <> OLD."position" OR NEW."organization_id" <> OLD."organization_id" OR NEW."app_id" <> OLD."app_id" OR NEW."subject" <> OLD."subject"
    OR NEW."type" <> OLD."type" OR NEW."scopes" IS DISTINCT FROM OLD."scopes" OR NEW."expires_at" IS DISTINCT FROM OLD."expires_at" THEN
    RAISE EXCEPTION 'what a token says of a key never changes' USING ERRCODE = 'check_violation', CONSTRAINT = 'api_key_token_facts_are_fixed';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER "api_key_final" ON "api_key";
CREATE TRIGGER "api_key_final" BEFORE UPDATE OF "revoked_at", "ends_at", "successor_id", "position", "organization_id", "app_id", "subject", "type", "scopes", "expires_at"
  ON "api_key" FOR EACH ROW EXECUTE FUNCTION "refuse_unrevoking"();
