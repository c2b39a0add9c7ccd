import "server-only";
import type { DbTransaction } from "@/server/transact";

/** What people and files call a thing: a prefix that says its kind, the accounting day, a running number. */
export const DOCUMENT_PREFIXES = {
  statement: "ST",
  import: "IM",
  batch: "RB",
  suspense: "SU",
  claim: "CL",
  dispute: "DP",
  approval: "AP",
  adjustment: "AJ",
  payeeAccount: "BA",
  bankStatement: "BS",
  bankMatch: "BM",
  bulk: "BK",
  attachment: "AT",
  moneyCase: "MC",
  payoutBatch: "PB",
  clearing: "QF",
  settlementBatch: "JB",
  settlement: "JS",
  bankTransfer: "BT",
} as const;

/** `count` fresh numbers, e.g. `SU20261119000042`. Numbers may have gaps: a rolled-back command keeps none. */
export async function nextDocumentNos(
  tx: DbTransaction,
  kind: keyof typeof DOCUMENT_PREFIXES,
  on: string,
  count: number,
): Promise<string[]> {
  const prefix = `${DOCUMENT_PREFIXES[kind]}${on.replaceAll("-", "")}`;
  const rows = await tx.query<{ no: string }>(
    "SELECT $1 || lpad(nextval('document_numbers')::text, 6, '0') AS no FROM generate_series(1, $2::int)",
    [prefix, count],
  );
  return rows.map((row) => row.no);
}

export async function nextDocumentNo(
  tx: DbTransaction,
  kind: keyof typeof DOCUMENT_PREFIXES,
  on: string,
): Promise<string> {
  const [no] = await nextDocumentNos(tx, kind, on, 1);
  if (no === undefined) throw new Error("the number sequence gave nothing");
  return no;
}
