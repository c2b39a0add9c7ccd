-- An item's page and history ask for the bundles that it was in, also for those that have ended.
DROP INDEX bulk_rows_item;
CREATE INDEX bulk_rows_item ON bulk_rows (item_no) WHERE approval_no IS NOT NULL;
