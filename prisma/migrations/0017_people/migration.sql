-- An invitation has a table of its own: it is of an organization and a role, not of an account.
CREATE TYPE "LinkPurpose_new" AS ENUM ('setup', 'password_reset');
ALTER TABLE "link" ALTER COLUMN "purpose" TYPE "LinkPurpose_new" USING ("purpose"::text::"LinkPurpose_new");
DROP TYPE "LinkPurpose";
ALTER TYPE "LinkPurpose_new" RENAME TO "LinkPurpose";

-- AlterTable
ALTER TABLE "membership" ADD COLUMN "last_sign_in_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "session" ADD COLUMN "last_seen_at" TIMESTAMPTZ(3);
UPDATE "session" SET "last_seen_at" = "created_at";
ALTER TABLE "session" ALTER COLUMN "last_seen_at" SET NOT NULL;

-- CreateTable
CREATE TABLE "invitation" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "sender_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_expires_at_idx" ON "invitation"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_organization_id_email_key" ON "invitation"("organization_id", "email");

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_sender_id_fkey" FOREIGN KEY ("organization_id", "sender_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "invitation" ADD CONSTRAINT "invitation_email_lower" CHECK ("email" = lower("email") AND char_length("email") <= 254);
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_token_hash_size" CHECK (octet_length("token_hash") = 32);
