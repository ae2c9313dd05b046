-- CreateEnum
CREATE TYPE "SecretAccess" AS ENUM ('read', 'manage');

-- DropIndex
DROP INDEX "secret_organization_id_name_key";

-- AlterTable
ALTER TABLE "secret" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_by_id" TEXT,
ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "secret_share" (
    "organization_id" TEXT NOT NULL,
    "secret_id" TEXT NOT NULL,
    "membership_id" TEXT NOT NULL,
    "access" "SecretAccess" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,

    CONSTRAINT "secret_share_pkey" PRIMARY KEY ("secret_id","membership_id")
);

-- CreateIndex
CREATE INDEX "secret_share_membership_id_idx" ON "secret_share"("membership_id");

-- CreateIndex
CREATE INDEX "secret_owner_id_idx" ON "secret"("owner_id");

-- CreateIndex
CREATE INDEX "secret_restorable" ON "secret"("organization_id", "deleted_at", "id") WHERE (deleted_at IS NOT NULL AND erased_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "secret_live_name" ON "secret"("organization_id", "name") WHERE ("deleted_at" IS NULL);

-- AddForeignKey
ALTER TABLE "secret_share" ADD CONSTRAINT "secret_share_organization_id_secret_id_fkey" FOREIGN KEY ("organization_id", "secret_id") REFERENCES "secret"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_share" ADD CONSTRAINT "secret_share_organization_id_membership_id_fkey" FOREIGN KEY ("organization_id", "membership_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma can't say.
ALTER TABLE "secret" ADD CONSTRAINT "secret_erased_after_deletion" CHECK ("erased_at" IS NULL OR ("deleted_at" IS NOT NULL AND "deleted_at" <= "erased_at"));

-- Older versions are kept for as long as their secret is: only those of a deleted secret are ever deleted.
CREATE FUNCTION "refuse_losing_versions"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM "secret" WHERE "id" = OLD."secret_id" AND "deleted_at" IS NOT NULL) THEN
    RAISE EXCEPTION 'versions of a secret that is not deleted are kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'secret_versions_are_kept';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER "secret_version_kept" BEFORE DELETE ON "secret_version" FOR EACH ROW EXECUTE FUNCTION "refuse_losing_versions"();
