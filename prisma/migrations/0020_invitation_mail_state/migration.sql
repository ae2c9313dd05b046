-- What became of the mail of an invitation, and what was wrong the last time.
ALTER TABLE "invitation" ADD COLUMN "mail_error" TEXT,
ADD COLUMN "mail_state" "DeliveryState";
