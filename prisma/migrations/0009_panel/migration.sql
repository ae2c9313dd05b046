-- Text is looked for in the middle of names. The extension is trusted: whoever owns the database may add it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- DropIndex
DROP INDEX "api_key_organization_id_app_id_created_at_id_idx";

-- DropIndex
DROP INDEX "api_key_organization_id_app_id_expires_at_id_idx";

-- DropIndex
DROP INDEX "api_key_organization_id_app_id_name_id_idx";

-- DropIndex
DROP INDEX "api_key_owner_id_idx";

-- DropIndex
DROP INDEX "key_use_organization_id_last_used_at_idx";

-- Stopping is recorded when it has happened, be it an expiry or an ending; a recorded key that has an ending has ended.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_stop_recorded_afterwards" CHECK ("expiry_recorded_at" IS NULL OR coalesce("ends_at", "expires_at") <= "expiry_recorded_at");

-- Whether a key is over as far as stored facts tell, whoever orphaned it: the Active list walks those that are not, History those that are.
-- Orphaning leaves it as it is, so it stays a heap-only update (0004).
ALTER TABLE "api_key" ADD COLUMN "closed" BOOLEAN NOT NULL GENERATED ALWAYS AS (
  "revoked_at" IS NOT NULL OR ("expiry_recorded_at" IS NOT NULL AND ("disabled_at" IS NULL OR "ends_at" IS NOT NULL))
) STORED;

-- One index for each order that the panel offers, for an app and for the organization. What lists are narrowed down by stands behind the
-- order, where PostgreSQL passes over what does not fit without a look at the row.
CREATE INDEX "api_key_app_created" ON "api_key"("app_id", "closed", "created_at", "id", "type", "owner_id");
CREATE INDEX "api_key_organization_created" ON "api_key"("organization_id", "closed", "created_at", "id", "type", "owner_id", "app_id");
CREATE INDEX "api_key_app_name" ON "api_key"("app_id", "closed", lower("name"), "id", "type", "owner_id");
CREATE INDEX "api_key_organization_name" ON "api_key"("organization_id", "closed", lower("name"), "id", "type", "owner_id", "app_id");
CREATE INDEX "api_key_app_stops" ON "api_key"("app_id", "closed", coalesce(least("expires_at", "ends_at"), 'infinity'::timestamptz), "id", "type", "owner_id");
CREATE INDEX "api_key_organization_stops" ON "api_key"("organization_id", "closed", coalesce(least("expires_at", "ends_at"), 'infinity'::timestamptz), "id", "type", "owner_id", "app_id");
CREATE INDEX "api_key_owner" ON "api_key"("owner_id", "closed", "id", "app_id", "type");
CREATE INDEX "api_key_hint" ON "api_key"("organization_id", "hint");
CREATE INDEX "api_key_name_text" ON "api_key" USING gin ("name" gin_trgm_ops);
-- Keys that the clock may have stopped since anybody looked: what counts correct themselves by.
CREATE INDEX "api_key_unrecorded" ON "api_key"("organization_id", coalesce(least("expires_at", "ends_at"), 'infinity'::timestamptz), "app_id")
  WHERE "revoked_at" IS NULL AND "expiry_recorded_at" IS NULL;

-- The tab that stored facts put a key on. What only the clock knows (an expiry or an ending that nobody has recorded) is not in it.
CREATE FUNCTION "stored_tab"("key" "api_key") RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN "key"."revoked_at" IS NOT NULL OR ("key"."ends_at" IS NOT NULL AND "key"."expiry_recorded_at" IS NOT NULL) THEN 'history'
    WHEN "key"."departure_id" IS NOT NULL OR "key"."app_deleted_at" IS NOT NULL THEN 'orphaned'
    WHEN "key"."closed" THEN 'history'
    ELSE 'active'
  END
$$;

-- CreateTable
CREATE TABLE "key_count" (
    "organization_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "active" INTEGER NOT NULL DEFAULT 0,
    "orphaned" INTEGER NOT NULL DEFAULT 0,
    "history" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "key_count_pkey" PRIMARY KEY ("organization_id","app_id")
);

-- AddForeignKey
ALTER TABLE "key_count" ADD CONSTRAINT "key_count_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_count" ADD CONSTRAINT "key_count_organization_id_app_id_fkey" FOREIGN KEY ("organization_id", "app_id") REFERENCES "app"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "key_count" ADD CONSTRAINT "key_count_not_negative" CHECK ("active" >= 0 AND "orphaned" >= 0 AND "history" >= 0);

INSERT INTO "key_count" ("organization_id", "app_id", "active", "orphaned", "history")
SELECT "organization_id", "app_id", count(*) FILTER (WHERE "tab" = 'active'), count(*) FILTER (WHERE "tab" = 'orphaned'), count(*) FILTER (WHERE "tab" = 'history')
FROM (SELECT k."organization_id", k."app_id", "stored_tab"(k) AS "tab" FROM "api_key" k) AS "found" GROUP BY 1, 2;

-- Every key has its row of uses from the beginning, with the app that it is of: the lists by last use walk these rows.
ALTER TABLE "key_use" ADD COLUMN "app_id" TEXT;
UPDATE "key_use" u SET "app_id" = k."app_id" FROM "api_key" k WHERE k."id" = u."api_key_id";
INSERT INTO "key_use" ("api_key_id", "organization_id", "app_id") SELECT "id", "organization_id", "app_id" FROM "api_key" ON CONFLICT DO NOTHING;
ALTER TABLE "key_use" ALTER COLUMN "app_id" SET NOT NULL;
CREATE INDEX "key_use_app_used" ON "key_use"("app_id", coalesce("last_used_at", '-infinity'::timestamptz), "api_key_id");
CREATE INDEX "key_use_organization_used" ON "key_use"("organization_id", coalesce("last_used_at", '-infinity'::timestamptz), "api_key_id", "app_id");

CREATE FUNCTION "begin_counting_keys"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "key_use" ("api_key_id", "organization_id", "app_id") SELECT "id", "organization_id", "app_id" FROM "new_keys" ORDER BY "id";
  INSERT INTO "key_count" AS "known" ("organization_id", "app_id", "active", "orphaned", "history")
  SELECT "organization_id", "app_id", count(*) FILTER (WHERE "tab" = 'active'), count(*) FILTER (WHERE "tab" = 'orphaned'), count(*) FILTER (WHERE "tab" = 'history')
  FROM (SELECT k."organization_id", k."app_id", "stored_tab"(k::"api_key") AS "tab" FROM "new_keys" k) AS "found" GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT ("organization_id", "app_id") DO UPDATE SET "active" = "known"."active" + excluded."active",
    "orphaned" = "known"."orphaned" + excluded."orphaned", "history" = "known"."history" + excluded."history";
  RETURN NULL;
END $$;
CREATE TRIGGER "api_key_counted" AFTER INSERT ON "api_key" REFERENCING NEW TABLE AS "new_keys" FOR EACH STATEMENT EXECUTE FUNCTION "begin_counting_keys"();

-- One after another in the order of the apps, so that two leavers with keys of the same apps wait for each other and never in a circle.
CREATE FUNCTION "count_keys_anew"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "difference" record;
BEGIN
  FOR "difference" IN
    SELECT "organization_id", "app_id", sum("n") FILTER (WHERE "tab" = 'active') AS "active",
      sum("n") FILTER (WHERE "tab" = 'orphaned') AS "orphaned", sum("n") FILTER (WHERE "tab" = 'history') AS "history"
    FROM (
      SELECT k."organization_id", k."app_id", "stored_tab"(k::"api_key") AS "tab", -1 AS "n" FROM "old_keys" k
      UNION ALL SELECT k."organization_id", k."app_id", "stored_tab"(k::"api_key"), 1 FROM "new_keys" k
    ) AS "each" GROUP BY 1, 2 ORDER BY 1, 2
  LOOP
    IF "difference"."active" <> 0 OR "difference"."orphaned" <> 0 OR "difference"."history" <> 0 THEN
      UPDATE "key_count" SET "active" = "active" + coalesce("difference"."active", 0), "orphaned" = "orphaned" + coalesce("difference"."orphaned", 0),
        "history" = "history" + coalesce("difference"."history", 0)
      WHERE "organization_id" = "difference"."organization_id" AND "app_id" = "difference"."app_id";
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER "api_key_counted_anew" AFTER UPDATE ON "api_key" REFERENCING OLD TABLE AS "old_keys" NEW TABLE AS "new_keys"
  FOR EACH STATEMENT EXECUTE FUNCTION "count_keys_anew"();
