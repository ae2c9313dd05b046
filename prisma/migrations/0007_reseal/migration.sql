-- What is left to re-seal is found by an index, and can't be out of step with what is stored: which key sealed a text stands in its own
-- header (RFC 7516 §4.1.6). Empty for a text whose header can't be read. Our keys' names have no character that JSON would escape.
CREATE FUNCTION "jwe_kid"("jwe" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN "header" ~ '^[A-Za-z0-9_-]+$' AND length("header") % 4 <> 1
    THEN coalesce(substring(encode(decode(rpad(translate("header", '-_', '+/'), (length("header") + 3) / 4 * 4, '='), 'base64'), 'escape') FROM '"kid":"([^"\\]+)"'), '')
    ELSE '' END
  FROM (SELECT split_part("jwe", '.', 1) AS "header") AS "parts"
$$;

-- AlterTable
ALTER TABLE "app" ADD COLUMN     "sealed_with" TEXT GENERATED ALWAYS AS (jwe_kid("sealed_upstream_secret")) STORED;

-- AlterTable
ALTER TABLE "secret_version" ADD COLUMN     "sealed_with" TEXT NOT NULL GENERATED ALWAYS AS (jwe_kid("sealed")) STORED;

-- AlterTable
ALTER TABLE "signing_key" ADD COLUMN     "sealed_with" TEXT NOT NULL GENERATED ALWAYS AS (jwe_kid("sealed_private")) STORED;

-- CreateIndex
CREATE INDEX "secret_version_organization_id_sealed_with_id_idx" ON "secret_version"("organization_id", "sealed_with", "id");
