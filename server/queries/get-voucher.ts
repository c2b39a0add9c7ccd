import "server-only";
import type { Side, VoucherApprovalDto, VoucherDto, VoucherEntryDto } from "@/contracts/ledger-views";
import { amountInWords } from "@/core/money/amount-in-words";
import type { Actor } from "@/core/permissions/actor";
import { isPermitted } from "@/core/permissions/permissions";
import { voucherInScope } from "@/server/queries/voucher-scope";
import { reader } from "@/server/transact";

type VoucherRaw = {
  id: bigint;
  voucher_no: string;
  event: string;
  catalogue_version: number;
  accounting_on: string;
  occurred_at: Date;
  created_at: Date;
  object_type: string;
  object_no: string;
  memo: string;
  idempotency_key: string;
  approval_id: bigint | null;
  reverses: string | null;
  reversed_by: string | null;
  command_id: string;
  command_name: string;
  command_actor: string | null;
  command_at: Date;
};
type EntryRaw = {
  line_no: number;
  account_no: string;
  gl_code: string;
  name_en: string;
  name_zh: string;
  merchant_no: string | null;
  side: Side;
  amount_minor: bigint;
  asset: string;
  account_seq: bigint | null;
  balance_before_minor: bigint | null;
  balance_after_minor: bigint | null;
};
type ApprovalRaw = {
  approval_no: string;
  maker: string;
  checker: string | null;
  as_role: string | null;
  at: Date | null;
};
type AuditRaw = { id: bigint; action: string; object_type: string; object_no: string };

const VOUCHER = `
  SELECT v.id, v.voucher_no, v.event, v.catalogue_version, v.accounting_on, v.occurred_at, v.created_at, v.object_type,
         v.object_no, v.memo, v.idempotency_key, v.approval_id, before.voucher_no AS reverses, later.voucher_no AS reversed_by, v.command_id,
         c.name AS command_name, u.display_name AS command_actor, c.created_at AS command_at
  FROM vouchers v
  LEFT JOIN vouchers before ON before.id = v.reverses_voucher_id
  LEFT JOIN vouchers later ON later.reverses_voucher_id = v.id
  JOIN receipts c ON c.command_id = v.command_id
  LEFT JOIN users u ON u.id = c.actor_id
  WHERE v.id = voucher_id_of($1) AND v.voucher_no = $1 AND ${voucherInScope("$2")}`;

/** More than a screen's worth of one command's trail is for the audit page. */
const AUDIT_SHOWN = 20;

/** A voucher with everything that it points to; null when there is none, or the actor may not know of it. */
export async function findVoucher(actor: Actor, voucherNo: string): Promise<VoucherDto | null> {
  const [raw] = await reader.query<VoucherRaw>(VOUCHER, [voucherNo, actor.scope]);
  if (!raw) return null;
  const [entries, approval, audit] = await Promise.all([
    listVoucherEntries(actor, raw),
    findApproval(raw.approval_id),
    isPermitted(actor.roles, "audit.view") ? listCommandAudit(raw.command_id) : null,
  ]);
  const totals = totalsOf(entries);
  const yuan = totals.find((total) => total.asset === "CNY");
  return {
    voucherNo: raw.voucher_no,
    event: raw.event,
    // A reversal bears the version of what it takes back, whose lines are its own.
    ruleVersion: raw.reverses === null ? raw.catalogue_version : null,
    accountingOn: raw.accounting_on,
    occurredAt: raw.occurred_at.toISOString(),
    createdAt: raw.created_at.toISOString(),
    objectType: raw.object_type,
    objectNo: raw.object_no,
    memo: raw.memo,
    idempotencyKey: raw.idempotency_key,
    entries,
    totals,
    inWords: yuan ? amountInWords(BigInt(yuan.amountMinor)) : null,
    reversesVoucherNo: raw.reverses,
    reversedByVoucherNo: raw.reversed_by,
    approval,
    command: {
      id: raw.command_id,
      name: raw.command_name,
      actor: raw.command_actor,
      at: raw.command_at.toISOString(),
    },
    audit,
  };
}

async function listVoucherEntries(actor: Actor, voucher: VoucherRaw): Promise<VoucherEntryDto[]> {
  const raws = await reader.query<EntryRaw>(
    `SELECT e.line_no, a.account_no, a.gl_code, g.name_en, g.name_zh, m.merchant_no, e.side, e.amount_minor, e.asset,
            e.account_seq, e.balance_before_minor, e.balance_after_minor
     FROM account_entries e JOIN accounts a ON a.id = e.account_id JOIN gl_subjects g ON g.code = a.gl_code
     LEFT JOIN merchants m ON m.id = a.merchant_id
     WHERE e.voucher_id = $1 AND e.accounting_on = $2 ORDER BY e.line_no`,
    [voucher.id, voucher.accounting_on],
  );
  return raws.map((raw) => {
    const isReadable = actor.scope === null || (raw.merchant_no !== null && actor.scope.includes(raw.merchant_no));
    return {
      lineNo: raw.line_no,
      accountNo: raw.account_no,
      glCode: raw.gl_code,
      nameEn: raw.name_en,
      nameZh: raw.name_zh,
      side: raw.side,
      amountMinor: `${raw.amount_minor}`,
      asset: raw.asset,
      beforeMinor: isReadable ? wireOf(raw.balance_before_minor) : null,
      afterMinor: isReadable ? wireOf(raw.balance_after_minor) : null,
      isReadable,
      isWaiting: raw.account_seq === null,
    };
  });
}

function wireOf(minor: bigint | null): string | null {
  return minor === null ? null : `${minor}`;
}

function totalsOf(entries: readonly VoucherEntryDto[]): VoucherDto["totals"] {
  const totals = new Map<string, bigint>();
  for (const entry of entries) {
    if (entry.side === "DEBIT") totals.set(entry.asset, (totals.get(entry.asset) ?? 0n) + BigInt(entry.amountMinor));
  }
  return [...totals].map(([asset, amountMinor]) => ({ asset, amountMinor: `${amountMinor}` }));
}

async function findApproval(approvalId: bigint | null): Promise<VoucherApprovalDto | null> {
  if (approvalId === null) return null;
  const raws = await reader.query<ApprovalRaw>(
    `SELECT p.approval_no, maker.display_name AS maker, checker.display_name AS checker, d.as_role, d.created_at AS at
     FROM approvals p JOIN users maker ON maker.id = p.maker_id
     LEFT JOIN approval_decisions d ON d.approval_id = p.id AND d.verdict = 'APPROVE'
     LEFT JOIN users checker ON checker.id = d.checker_id
     WHERE p.id = $1 ORDER BY d.id`,
    [approvalId],
  );
  const [first] = raws;
  if (!first) return null;
  return {
    approvalNo: first.approval_no,
    maker: first.maker,
    checkers: raws.flatMap((raw) =>
      raw.checker && raw.as_role && raw.at
        ? [{ name: raw.checker, asRole: raw.as_role, at: raw.at.toISOString() }]
        : [],
    ),
  };
}

async function listCommandAudit(commandId: string): Promise<NonNullable<VoucherDto["audit"]>> {
  const raws = await reader.query<AuditRaw>(
    `SELECT id, action, object_type, object_no FROM audit_events WHERE command_id = $1 ORDER BY id LIMIT ${AUDIT_SHOWN}`,
    [commandId],
  );
  return raws.map((raw) => ({
    id: `${raw.id}`,
    action: raw.action,
    objectType: raw.object_type,
    objectNo: raw.object_no,
  }));
}
