-- AlterTable
ALTER TABLE "delivery" ADD COLUMN     "webhook_endpoint_id" TEXT;

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "types" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_cause" TEXT,
    "sending_until" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_secret" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "sealed_with" TEXT NOT NULL GENERATED ALWAYS AS (jwe_kid("sealed")) STORED,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "milliseconds" INTEGER NOT NULL,
    "status" INTEGER,
    "reason" TEXT,
    "text" TEXT NOT NULL,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoint_organization_id_id_key" ON "webhook_endpoint"("organization_id", "id");

-- CreateIndex
CREATE INDEX "webhook_secret_organization_id_endpoint_id_idx" ON "webhook_secret"("organization_id", "endpoint_id");

-- CreateIndex
CREATE INDEX "webhook_secret_ends_at_idx" ON "webhook_secret"("ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_secret_one_in_force" ON "webhook_secret"("endpoint_id") WHERE ("ends_at" IS NULL);

-- CreateIndex
CREATE INDEX "webhook_attempt_delivery_id_id_idx" ON "webhook_attempt"("delivery_id", "id");

-- CreateIndex
CREATE INDEX "webhook_attempt_endpoint_id_id_idx" ON "webhook_attempt"("endpoint_id", "id");

-- CreateIndex
CREATE INDEX "delivery_to_webhook" ON "delivery"("webhook_endpoint_id", "id") WHERE (webhook_endpoint_id IS NOT NULL);

-- CreateIndex
CREATE INDEX "delivery_to_webhook_by_state" ON "delivery"("webhook_endpoint_id", "state", "id") WHERE (webhook_endpoint_id IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "delivery_happening_id_webhook_endpoint_id_key" ON "delivery"("happening_id", "webhook_endpoint_id");

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_organization_id_webhook_endpoint_id_fkey" FOREIGN KEY ("organization_id", "webhook_endpoint_id") REFERENCES "webhook_endpoint"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_secret" ADD CONSTRAINT "webhook_secret_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_secret" ADD CONSTRAINT "webhook_secret_organization_id_endpoint_id_fkey" FOREIGN KEY ("organization_id", "endpoint_id") REFERENCES "webhook_endpoint"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_organization_id_endpoint_id_fkey" FOREIGN KEY ("organization_id", "endpoint_id") REFERENCES "webhook_endpoint"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_organization_id_delivery_id_fkey" FOREIGN KEY ("organization_id", "delivery_id") REFERENCES "delivery"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma can't say.
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_to_webhook_names_it" CHECK (("channel" = 'webhook') = ("webhook_endpoint_id" IS NOT NULL));
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_url_length" CHECK (char_length("url") BETWEEN 1 AND 2048);
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_description_length" CHECK (char_length("description") BETWEEN 1 AND 100);
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_is_told_of_something" CHECK ("types" IS NOT NULL AND cardinality("types") >= 1);
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_disabled_has_cause" CHECK (("disabled_at" IS NULL) = ("disabled_cause" IS NULL));
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_answered_or_not" CHECK (("status" IS NULL) <> ("reason" IS NULL));
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_text_is_short" CHECK (octet_length("text") <= 1024);
