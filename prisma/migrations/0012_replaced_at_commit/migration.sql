-- A rotation takes the name from the old key before the new one has it, and so names the new one before it is there.
ALTER TABLE "api_key" ALTER CONSTRAINT "api_key_successor_id_fkey" DEFERRABLE INITIALLY DEFERRED;
