import "server-only";
import type { BookCheck } from "./book-check";

/**
 * What people ask for and others approve besides suspense: every adjustment, and every reversal of one, was posted by the
 * request about it; every bank account of a merchant is the one that was approved, or was given at set-up.
 */
const CHANGED_BY_REQUEST: BookCheck = {
  name: "changed_by_request",
  noun: "adjustments and bank accounts of merchants",
  units: `
    SELECT v.voucher_no AS name,
           a.act = 'ADJUSTMENT' AND a.status = 'EXECUTED' AND a.command_id = v.command_id
             AND CASE WHEN before.id IS NULL THEN a.object_no = v.object_no
                      ELSE a.payload #>> '{choice,voucherNo}' = before.voucher_no END AS ok
    FROM vouchers v LEFT JOIN vouchers before ON before.id = v.reverses_voucher_id LEFT JOIN approvals a ON a.id = v.approval_id
    WHERE v.object_type = 'adjustment'
    UNION ALL
    SELECT p.account_ref, CASE WHEN p.approval_id IS NULL THEN NOT EXISTS (
               SELECT 1 FROM receipts r WHERE r.command_id = p.command_id AND r.actor_id IS NOT NULL AND p.closed_at IS NULL)
             ELSE a.act = 'BANK_ACCOUNT' AND a.status = 'EXECUTED' AND a.object_no = p.account_ref
               AND a.payload -> 'account' = jsonb_build_object('asset', p.asset, 'holder', p.holder, 'bank', p.bank, 'accountNo', p.account_no) END
    FROM merchant_bank_accounts p LEFT JOIN approvals a ON a.id = p.approval_id`,
};

export const ADMINISTRATION_CHECKS: readonly BookCheck[] = [CHANGED_BY_REQUEST];
