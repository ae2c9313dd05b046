-- CreateIndex
CREATE INDEX "event_of_secret" ON "event"("organization_id", "secret_id", "number") WHERE ("secret_id" IS NOT NULL);
