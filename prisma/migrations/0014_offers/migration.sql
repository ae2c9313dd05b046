-- CreateEnum
CREATE TYPE "OfferAnswer" AS ENUM ('accepted', 'declined', 'withdrawn', 'lapsed');

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "handed_over_from_id" TEXT;

-- CreateTable
CREATE TABLE "offer" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "api_key_id" TEXT,
    "to_membership_id" TEXT NOT NULL,
    "from_membership_id" TEXT,
    "made_by_id" TEXT,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" "OfferAnswer",
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "offer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "offer_api_key_id_idx" ON "offer"("api_key_id");

-- CreateIndex
CREATE INDEX "offer_open_to" ON "offer"("to_membership_id") WHERE ("answer" IS NULL);

-- CreateIndex
CREATE INDEX "offer_open" ON "offer"("organization_id", "expires_at", "id") WHERE ("answer" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "offer_one_open_of_key" ON "offer"("api_key_id") WHERE ("answer" IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "offer_one_open_of_app" ON "offer"("app_id") WHERE (answer IS NULL AND api_key_id IS NULL);

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_handed_over_from_id_fkey" FOREIGN KEY ("organization_id", "handed_over_from_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_organization_id_app_id_fkey" FOREIGN KEY ("organization_id", "app_id") REFERENCES "app"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_organization_id_api_key_id_fkey" FOREIGN KEY ("organization_id", "api_key_id") REFERENCES "api_key"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "offer" ADD CONSTRAINT "offer_organization_id_to_membership_id_fkey" FOREIGN KEY ("organization_id", "to_membership_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma can't say.
-- A key ends because another took its place, or because its owner left it to someone with a countdown.
ALTER TABLE "api_key" DROP CONSTRAINT "api_key_ends_when_replaced";
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_ends_when_replaced_or_left" CHECK ("ends_at" IS NULL OR "successor_id" IS NOT NULL OR "handed_over_from_id" IS NOT NULL);
-- Whoever left still knows it: it never goes on without an end.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_left_ends" CHECK ("handed_over_from_id" IS NULL OR "ends_at" IS NOT NULL);
ALTER TABLE "offer" ADD CONSTRAINT "offer_answered_at_a_moment" CHECK (("answer" IS NULL) = ("answered_at" IS NULL));
ALTER TABLE "offer" ADD CONSTRAINT "offer_expires_within_days" CHECK ("made_at" < "expires_at" AND extract(epoch FROM "expires_at" - "made_at") / 86400 <= 7);

-- An offer is answered once, and what it offers to whom never changes.
CREATE FUNCTION "refuse_second_answers"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."answer" IS NOT NULL THEN
    RAISE EXCEPTION 'an offer is answered once' USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_answered_once';
  END IF;
  IF (NEW."organization_id", NEW."app_id", NEW."api_key_id", NEW."to_membership_id", NEW."from_membership_id", NEW."made_by_id", NEW."made_at", NEW."expires_at")
    IS DISTINCT FROM (OLD."organization_id", OLD."app_id", OLD."api_key_id", OLD."to_membership_id", OLD."from_membership_id", OLD."made_by_id", OLD."made_at", OLD."expires_at") THEN
    RAISE EXCEPTION 'an offer stays what it is' USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_facts_are_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "offer_answered_once" BEFORE UPDATE ON "offer" FOR EACH ROW EXECUTE FUNCTION "refuse_second_answers"();
CREATE TRIGGER "offer_not_deleted" BEFORE DELETE ON "offer" FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting"();
