-- An invitation has a second link beside the one that its sender was shown: the one that was mailed.
ALTER TABLE "invitation" ADD COLUMN "mail_token_hash" BYTEA;

CREATE UNIQUE INDEX "invitation_mail_token_hash_key" ON "invitation"("mail_token_hash");
