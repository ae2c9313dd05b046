-- An absence is one row, however many steps it has: `at`, `cause` and `by` tell of the latest, `since` is when the keys stopped.
ALTER TABLE "departure" ADD COLUMN "since" TIMESTAMPTZ(3);
UPDATE "departure" SET "since" = "at";
ALTER TABLE "departure" ALTER COLUMN "since" SET NOT NULL;
-- The member came back, but too late for the keys.
ALTER TABLE "departure" ADD COLUMN "lapsed_at" TIMESTAMPTZ(3);
ALTER TABLE "departure" ADD CONSTRAINT "departure_ended_once" CHECK ("ended_at" IS NULL OR "lapsed_at" IS NULL);
ALTER TABLE "departure" ADD CONSTRAINT "departure_begins_before_its_steps" CHECK ("since" <= "at");
CREATE UNIQUE INDEX "departure_one_open" ON "departure"("membership_id") WHERE ("ended_at" IS NULL AND "lapsed_at" IS NULL);

-- The absence that took an app's owner. Whoever owns it has settled that.
ALTER TABLE "app" ADD COLUMN "departure_id" TEXT;
ALTER TABLE "app" ADD CONSTRAINT "app_organization_id_departure_id_fkey" FOREIGN KEY ("organization_id", "departure_id") REFERENCES "departure"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "app" ADD CONSTRAINT "app_owned_or_left" CHECK ("owner_id" IS NULL OR "departure_id" IS NULL);

-- Orphaned keys are revoked so many days after they stopped; never while their owner can still come back for them.
ALTER TABLE "policy" ADD COLUMN "revoke_orphans_after_days" INTEGER;
ALTER TABLE "policy" ADD CONSTRAINT "policy_revokes_orphans_after_grace" CHECK ("revoke_orphans_after_days" IS NULL OR ("revoke_orphans_after_days" BETWEEN 1 AND 3650 AND "revoke_orphans_after_days" >= "grace_days"));
