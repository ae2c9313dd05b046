-- CreateIndex
CREATE INDEX "event_organization_id_secret_id_number_idx" ON "event"("organization_id", "secret_id", "number") WHERE ("secret_id" IS NOT NULL);
