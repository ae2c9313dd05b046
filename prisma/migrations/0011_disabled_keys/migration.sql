-- Disabled keys are few, and are looked for among all that are not closed: without it every key would be looked at.
CREATE INDEX "api_key_disabled" ON "api_key"("organization_id", "created_at", "id", "app_id") WHERE "disabled_at" IS NOT NULL AND NOT "closed";
