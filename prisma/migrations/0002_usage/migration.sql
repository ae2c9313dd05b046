-- CreateTable
CREATE TABLE "usage_hour" (
    "organization_id" TEXT NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "verdict" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,

    CONSTRAINT "usage_hour_pkey" PRIMARY KEY ("organization_id","api_key_id","hour","app_id","verdict")
);

-- CreateTable
CREATE TABLE "usage_day" (
    "organization_id" TEXT NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "app_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "verdict" TEXT NOT NULL,
    "requests" BIGINT NOT NULL,

    CONSTRAINT "usage_day_pkey" PRIMARY KEY ("organization_id","api_key_id","day","app_id","verdict")
);

-- CreateTable
CREATE TABLE "key_use" (
    "api_key_id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_address" TEXT,
    "last_used_agent" TEXT,
    "last_knock_at" TIMESTAMPTZ(3),
    "last_knock_verdict" TEXT,
    "last_knock_address" TEXT,
    "last_knock_agent" TEXT,

    CONSTRAINT "key_use_pkey" PRIMARY KEY ("api_key_id")
);

-- CreateTable
CREATE TABLE "key_caller" (
    "organization_id" TEXT NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "requests" BIGINT NOT NULL,
    "last_verdict" TEXT NOT NULL,

    CONSTRAINT "key_caller_pkey" PRIMARY KEY ("api_key_id","address","agent")
);

-- CreateTable
CREATE TABLE "key_request" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" TEXT NOT NULL,
    "api_key_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "milliseconds" INTEGER NOT NULL,
    "address" TEXT NOT NULL,

    CONSTRAINT "key_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_batch" (
    "spool_id" TEXT NOT NULL,
    "number" BIGINT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "usage_batch_pkey" PRIMARY KEY ("organization_id","spool_id","number")
);

-- CreateTable
CREATE TABLE "usage_gap" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" TEXT NOT NULL,
    "gateway_id" TEXT NOT NULL,
    "begins" TIMESTAMPTZ(3) NOT NULL,
    "ends" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "usage_gap_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "usage_hour_organization_id_app_id_hour_idx" ON "usage_hour"("organization_id", "app_id", "hour");

-- CreateIndex
CREATE INDEX "usage_hour_hour_idx" ON "usage_hour"("hour");

-- CreateIndex
CREATE INDEX "usage_day_organization_id_app_id_day_idx" ON "usage_day"("organization_id", "app_id", "day");

-- CreateIndex
CREATE INDEX "usage_day_day_idx" ON "usage_day"("day");

-- CreateIndex
CREATE INDEX "key_use_organization_id_last_used_at_idx" ON "key_use"("organization_id", "last_used_at");

-- CreateIndex
CREATE INDEX "key_use_organization_id_last_knock_at_idx" ON "key_use"("organization_id", "last_knock_at");

-- CreateIndex
CREATE INDEX "key_caller_api_key_id_last_seen_at_idx" ON "key_caller"("api_key_id", "last_seen_at");

-- CreateIndex
CREATE INDEX "key_request_api_key_id_id_idx" ON "key_request"("api_key_id", "id");

-- CreateIndex
CREATE INDEX "usage_batch_received_at_idx" ON "usage_batch"("received_at");

-- CreateIndex
CREATE INDEX "usage_gap_organization_id_begins_idx" ON "usage_gap"("organization_id", "begins");

-- AddForeignKey
ALTER TABLE "usage_hour" ADD CONSTRAINT "usage_hour_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_day" ADD CONSTRAINT "usage_day_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_use" ADD CONSTRAINT "key_use_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_caller" ADD CONSTRAINT "key_caller_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_request" ADD CONSTRAINT "key_request_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_batch" ADD CONSTRAINT "usage_batch_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_gap" ADD CONSTRAINT "usage_gap_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma can't say.
ALTER TABLE "usage_hour" ADD CONSTRAINT "usage_hour_counts_up" CHECK ("requests" > 0);
ALTER TABLE "usage_hour" ADD CONSTRAINT "usage_hour_on_the_hour" CHECK (date_trunc('hour', "hour", 'UTC') = "hour");
ALTER TABLE "usage_day" ADD CONSTRAINT "usage_day_counts_up" CHECK ("requests" > 0);
ALTER TABLE "key_caller" ADD CONSTRAINT "key_caller_counts_up" CHECK ("requests" > 0);
