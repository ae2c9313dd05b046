-- AlterTable
ALTER TABLE "session" ADD COLUMN     "identity_provider_id" TEXT,
ADD COLUMN     "organization_id" TEXT;

-- CreateTable
CREATE TABLE "identity_provider" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "sealed_client_secret" TEXT,
    "sealed_with" TEXT GENERATED ALWAYS AS (jwe_kid("sealed_client_secret")) STORED,
    "domains" TEXT[],
    "default_role" "Role" NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "required" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_provider_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "membership_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "identity_provider_organization_id_key" ON "identity_provider"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_organization_id_issuer_subject_key" ON "identity"("organization_id", "issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "identity_membership_id_issuer_key" ON "identity"("membership_id", "issuer");

-- CreateIndex
CREATE INDEX "session_organization_id_identity_provider_id_idx" ON "session"("organization_id", "identity_provider_id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity_provider" ADD CONSTRAINT "identity_provider_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_organization_id_membership_id_fkey" FOREIGN KEY ("organization_id", "membership_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma can't say.
ALTER TABLE "session" ADD CONSTRAINT "session_provider_vouches_for_one" CHECK (("organization_id" IS NULL) = ("identity_provider_id" IS NULL));
ALTER TABLE "identity_provider"
  ADD CONSTRAINT "identity_provider_name_length" CHECK (char_length("name") BETWEEN 1 AND 100),
  ADD CONSTRAINT "identity_provider_issuer_length" CHECK (char_length("issuer") BETWEEN 1 AND 2048),
  ADD CONSTRAINT "identity_provider_client_id_length" CHECK (char_length("client_id") BETWEEN 1 AND 256),
  ADD CONSTRAINT "identity_provider_domains" CHECK ("domains" IS NOT NULL AND cardinality("domains") <= 32),
  ADD CONSTRAINT "identity_provider_domain_length" CHECK (longest_text("domains") <= 253),
  ADD CONSTRAINT "identity_provider_default_role" CHECK ("default_role" IN ('developer', 'reader')),
  ADD CONSTRAINT "identity_provider_required_when_enabled" CHECK ("enabled" OR NOT "required");
ALTER TABLE "identity" ADD CONSTRAINT "identity_subject_length" CHECK (char_length("subject") BETWEEN 1 AND 255);
