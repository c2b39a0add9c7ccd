-- A break that people have resolved may vanish afterwards: the day is run again with a corrected file, or with an order
-- that we hear of only now. What they resolved has been posted for good, so the books would hold it twice. The opposite
-- difference is then a break of its own, which opens a new item: the money is unknown once more, and somebody's work.

ALTER VIEW live_breaks RENAME TO found_breaks;

-- Whether the break of a resolved item is gone. One that undoes another item is gone when that one's break is back.
CREATE FUNCTION resolved_break_is_gone(p_item suspense_items) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE base suspense_items;
BEGIN
  IF starts_with(p_item.signature, 'undo|') THEN
    SELECT * INTO STRICT base FROM suspense_items WHERE item_no = substr(p_item.signature, 6);
    RETURN NOT resolved_break_is_gone(base);
  END IF;
  RETURN NOT EXISTS (
    SELECT 1 FROM found_breaks b
    WHERE b.channel_id = p_item.channel_id AND b.match_key = p_item.match_key AND b.signature = p_item.signature);
END $$;

CREATE VIEW undoing_breaks AS
SELECT i.channel_id, b.id AS batch_id, i.batch_on, i.result_id, i.item_kind, i.match_key, i.order_no, i.refund_no,
       i.channel_trade_no, 0::bigint AS ours_minor, 0::bigint AS channel_minor,
       CASE i.direction WHEN 'LONG' THEN 'SHORT' ELSE 'LONG' END AS kind,
       CASE i.direction WHEN 'LONG' THEN -i.amount_minor ELSE i.amount_minor END AS delta_minor, i.asset,
       'undo|' || i.item_no AS signature
FROM suspense_items i
JOIN batches b ON b.channel_id = i.channel_id AND b.statement_on = i.batch_on AND b.is_current
WHERE i.status = 'RESOLVED' AND resolved_break_is_gone(i);

CREATE VIEW live_breaks AS SELECT * FROM found_breaks UNION ALL SELECT * FROM undoing_breaks;
