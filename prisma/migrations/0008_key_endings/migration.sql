-- Endings that are to be stamped, and that gateways are told of in a snapshot: a few rows among millions.
CREATE INDEX "api_key_ending" ON "api_key"("ends_at", "id") WHERE (ends_at IS NOT NULL AND revoked_at IS NULL);
