-- What a cleared batch is refused for is told apart: CD050 it would take more, CD058 it is not what its items are, CD059 it is out
-- of turn.
CREATE OR REPLACE FUNCTION check_clearing_batch() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.content_hash <> clearing_hash(NEW.id)
     OR NEW.item_count <> (SELECT coalesce(sum(item_count), 0) FROM clearing_lines WHERE batch_id = NEW.id) THEN
    RAISE EXCEPTION 'clearing batch % is not what its items are', NEW.batch_no USING ERRCODE = 'CD058';
  END IF;
  IF EXISTS (SELECT 1 FROM clearing_batches WHERE accounting_on > NEW.accounting_on) THEN
    RAISE EXCEPTION 'clearing batch % is before one that was cleared', NEW.batch_no USING ERRCODE = 'CD059';
  END IF;
  RETURN NEW;
END $$;
