-- What people book on a merchant's pending account is cleared, a surplus over an order as well: it is in no order, so that it would
-- have stayed pending for ever.

-- Vouchers that move pending money of merchants and belong to no order, refund, clearing or settlement: adjustments, surpluses that were
-- booked to their orders, and such bookings taken back.
CREATE FUNCTION clearing_by_hand() RETURNS SETOF vouchers LANGUAGE sql STABLE AS $$
  SELECT v.* FROM public.vouchers v WHERE v.object_type = 'adjustment'
  UNION ALL
  SELECT v.* FROM public.vouchers v JOIN public.suspense_items s ON s.item_no = v.object_no AND s.kind = 'AMOUNT_MISMATCH'
  WHERE v.event = 'suspense.booked_to_order'
  UNION ALL
  SELECT r.* FROM public.vouchers v JOIN public.suspense_items s ON s.item_no = v.object_no AND s.kind = 'AMOUNT_MISMATCH'
  JOIN public.vouchers r ON r.reverses_voucher_id = v.id AND r.object_type <> 'adjustment'
  WHERE v.event = 'suspense.booked_to_order'
$$;

-- As before, but of all that people book.
CREATE OR REPLACE FUNCTION clearing_adjustments(p_batch bigint, p_on date) RETURNS SETOF clearing_due LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT 'ADJUSTMENT', v.voucher_no || ':' || a.account_no, NULL::text, a.merchant_id, 0::bigint, a.asset, v.accounting_on, 0::bigint, 0::bigint, 0::bigint,
         0::bigint, 0::bigint, sum(e.change_minor)::bigint, NULL::bigint[], NULL::bigint[], NULL::integer[]
  FROM clearing_by_hand() AS v JOIN entries e ON e.voucher_id = v.id AND e.accounting_on = v.accounting_on
  JOIN accounts a ON a.id = e.account_id AND a.gl_code = '2202.01'
  WHERE v.accounting_on <= p_on
    AND NOT EXISTS (SELECT 1 FROM clearing_items i WHERE i.kind = 'ADJUSTMENT' AND i.object_no = v.voucher_no || ':' || a.account_no)
  GROUP BY 2, a.merchant_id, a.asset, v.accounting_on HAVING sum(e.change_minor) <> 0
  UNION ALL
  SELECT 'ADJUSTMENT', 'coupon:' || f.order_no, f.order_no, i.merchant_id, i.channel_id, i.asset, i.occurred_on, 0, 0, 0, 0, 0, -f.minor, NULL, NULL, NULL
  FROM clearing_listed(p_batch, 'COUPON') AS w (order_no) JOIN coupon_shortfalls f ON f.order_no = w.order_no
  JOIN clearing_items i ON i.kind = 'CAPTURE' AND i.object_no = f.order_no
  WHERE NOT EXISTS (SELECT 1 FROM clearing_items d WHERE d.kind = 'ADJUSTMENT' AND d.object_no = 'coupon:' || f.order_no)
$$;
