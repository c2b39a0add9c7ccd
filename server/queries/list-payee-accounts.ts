import "server-only";
import type { PayeeAccountDto, WaitingRequestDto } from "@/contracts/administration";
import { maskAccountNo, maskPayeeName } from "@/core/orders/mask-payer";
import type { Actor } from "@/core/permissions/actor";
import { PAYEE_COLUMNS, PAYEE_FROM, type PayeeAccountRow } from "@/server/store/payee-accounts";
import { reader } from "@/server/transact";

/** Closed ones are kept for good; a page shows the newest of them. */
const SHOWN = 20;

type Raw = PayeeAccountRow & { isPaidTo: boolean; isCooling: boolean };
export type PayeeAccounts = {
  readonly accounts: readonly PayeeAccountDto[];
  readonly waiting: readonly WaitingRequestDto[];
};

/** Where a merchant's money may be sent, open ones first, and what was asked for and waits. */
export async function listPayeeAccounts(actor: Actor, merchantNo: string): Promise<PayeeAccounts> {
  const params = [merchantNo, actor.scope];
  const raws = await reader.query<Raw>(
    `SELECT ${PAYEE_COLUMNS}, payable_bank_account(m.id, p.asset) IS NOT DISTINCT FROM p.id AS "isPaidTo",
            p.payable_from > now() AS "isCooling"
     FROM ${PAYEE_FROM}
     WHERE m.merchant_no = $1 AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2))
     ORDER BY p.closed_at IS NOT NULL, p.id DESC LIMIT ${SHOWN}`,
    params,
  );
  const waiting = await reader.query<WaitingRequestDto>(
    `SELECT a.approval_no AS "approvalNo", a.object_no AS "objectNo", u.display_name AS maker
     FROM approvals a JOIN users u ON u.id = a.maker_id JOIN merchants m ON m.id = a.merchant_id
     WHERE a.act = 'BANK_ACCOUNT' AND a.status = 'PENDING' AND m.merchant_no = $1
       AND ($2::text[] IS NULL OR m.merchant_no = ANY ($2)) ORDER BY a.id`,
    params,
  );
  return { accounts: raws.map(toDto), waiting };
}

function toDto(raw: Raw): PayeeAccountDto {
  const { accountRef, version, asset, holder, bank, accountNo, addedAt, payableFrom, closedAt } = raw;
  return {
    accountRef,
    version,
    asset,
    holder: maskPayeeName(holder),
    bank,
    maskedNo: maskAccountNo(accountNo),
    addedAt: addedAt.toISOString(),
    payableFrom: payableFrom.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    state: closedAt ? "CLOSED" : raw.isCooling ? "COOLING" : raw.isPaidTo ? "PAID_TO" : "OPEN",
  };
}
