import "server-only";
import type { BookCheck } from "./book-check";

/**
 * A bundle did what its checkers saw: each row that it says was posted has the voucher of an executed request that names
 * this very row, posting the row's own plan; and no voucher of a bundle is without its row.
 */
const BUNDLES: BookCheck = {
  name: "bundles_posted_their_rows",
  noun: "rows and vouchers of bundles",
  units: `
    WITH posted AS (
      SELECT v.voucher_no, v.object_no, v.event, a.approval_no, a.payload,
             (SELECT jsonb_agg(jsonb_build_object('side', e.side, 'accountNo', c.account_no, 'amountMinor', e.amount_minor::text)
                               ORDER BY e.line_no)
              FROM entries e JOIN accounts c ON c.id = e.account_id
              WHERE e.voucher_id = v.id AND e.accounting_on = v.accounting_on) AS lines
      FROM approvals a JOIN vouchers v ON v.approval_id = a.id AND v.reverses_voucher_id IS NULL
      WHERE a.act = 'RESOLUTION_BUNDLE'
    ), said AS (SELECT * FROM bulk_rows WHERE state = 'EXECUTED')
    SELECT coalesce(s.item_no, p.voucher_no) AS name,
           s.item_no IS NOT NULL AND p.voucher_no IS NOT NULL AND s.item_no = p.object_no AND s.approval_no = p.approval_no
             AND s.payload ->> 'event' = p.event AND s.payload -> 'lines' = p.lines AND s.payload_hash = json_hash(s.payload)
             AND p.payload -> 'rows' @> jsonb_build_array(jsonb_build_array(s.row_no, s.item_no, s.item_version + 1,
                   s.choice ->> 'resolution', s.payload_hash)) AS ok
    FROM said s FULL JOIN posted p ON p.voucher_no = s.voucher_no`,
};

export const BULK_CHECKS: readonly BookCheck[] = [BUNDLES];
