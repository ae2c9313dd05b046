-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('pending', 'sent', 'failed', 'dropped');

-- CreateTable
CREATE TABLE "happening" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "facts" JSONB NOT NULL,
    "once" TEXT,

    CONSTRAINT "happening_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification" (
    "organization_id" TEXT NOT NULL,
    "membership_id" TEXT NOT NULL,
    "happening_id" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("membership_id","happening_id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "happening_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "membership_id" TEXT,
    "state" "DeliveryState" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_channel" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,

    CONSTRAINT "organization_channel_pkey" PRIMARY KEY ("organization_id","kind","channel")
);

-- CreateTable
CREATE TABLE "membership_channel" (
    "organization_id" TEXT NOT NULL,
    "membership_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,

    CONSTRAINT "membership_channel_pkey" PRIMARY KEY ("membership_id","kind","channel")
);

-- CreateTable
CREATE TABLE "expiry_notice" (
    "organization_id" TEXT NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "expiry_notice_pkey" PRIMARY KEY ("api_key_id","days")
);

-- CreateTable
CREATE TABLE "dead_key_notice" (
    "organization_id" TEXT NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dead_key_notice_pkey" PRIMARY KEY ("api_key_id")
);

-- CreateTable
CREATE TABLE "gateway_silence" (
    "organization_id" TEXT NOT NULL,
    "gateway_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gateway_silence_pkey" PRIMARY KEY ("gateway_id")
);

-- CreateIndex
CREATE INDEX "happening_at_idx" ON "happening"("at");

-- CreateIndex
CREATE UNIQUE INDEX "happening_organization_id_id_key" ON "happening"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "happening_organization_id_once_key" ON "happening"("organization_id", "once");

-- CreateIndex
CREATE INDEX "notification_happening_id_idx" ON "notification"("happening_id");

-- CreateIndex
CREATE INDEX "notification_unread" ON "notification"("membership_id", "happening_id") WHERE ("read_at" IS NULL);

-- CreateIndex
CREATE INDEX "delivery_due" ON "delivery"("next_attempt_at", "id") WHERE ("state" = 'pending');

-- CreateIndex
CREATE INDEX "delivery_failed" ON "delivery"("organization_id", "id") WHERE ("state" = 'failed');

-- CreateIndex
CREATE UNIQUE INDEX "delivery_happening_id_channel_membership_id_key" ON "delivery"("happening_id", "channel", "membership_id");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_organization_id_id_key" ON "delivery"("organization_id", "id");

-- CreateIndex
CREATE INDEX "expiry_notice_at_idx" ON "expiry_notice"("at");

-- CreateIndex
CREATE INDEX "dead_key_notice_organization_id_at_idx" ON "dead_key_notice"("organization_id", "at");

-- AddForeignKey
ALTER TABLE "happening" ADD CONSTRAINT "happening_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_organization_id_membership_id_fkey" FOREIGN KEY ("organization_id", "membership_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_organization_id_happening_id_fkey" FOREIGN KEY ("organization_id", "happening_id") REFERENCES "happening"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_organization_id_happening_id_fkey" FOREIGN KEY ("organization_id", "happening_id") REFERENCES "happening"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_organization_id_membership_id_fkey" FOREIGN KEY ("organization_id", "membership_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_channel" ADD CONSTRAINT "organization_channel_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership_channel" ADD CONSTRAINT "membership_channel_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership_channel" ADD CONSTRAINT "membership_channel_organization_id_membership_id_fkey" FOREIGN KEY ("organization_id", "membership_id") REFERENCES "membership"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "expiry_notice" ADD CONSTRAINT "expiry_notice_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dead_key_notice" ADD CONSTRAINT "dead_key_notice_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway_silence" ADD CONSTRAINT "gateway_silence_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A mail is for a member. Another channel says here what its deliveries are for.
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_mail_is_for_a_member" CHECK ("channel" <> 'email' OR "membership_id" IS NOT NULL);
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_settled_has_moment" CHECK (("state" = 'pending') = ("settled_at" IS NULL));
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_attempts_not_negative" CHECK ("attempts" >= 0);
