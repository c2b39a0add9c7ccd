import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { importBankStatement } from "@/server/commands/import-bank-statement";
import { importStatement } from "@/server/commands/import-statement";
import { runReconciliation } from "@/server/commands/run-reconciliation";
import { reader } from "@/server/transact";
import { bankStatement } from "../bank-fixture";
import { asSystem } from "../command-context";
import { accepted, MEANS } from "../desk-fixture";
import type { TestSandbox } from "../sandbox-fixture";
import { PAID_ON } from "./ask-refunds";
import { PAYS_FROM, SECOND_TOP_UP, STANDS_AT } from "./money-world";

const TODAY = STANDS_AT.slice(0, 10);
type Code = keyof typeof PAYS_FROM;

/**
 * The third witness: what the channels and the banks write of the days, taken in and reconciled by the desk's own commands.
 * Answers everything that is left unexplained, in words.
 */
export async function hearWitness(sandbox: TestSandbox): Promise<string[]> {
  const left: string[] = [];
  for (const channel of ["wechat", "bank"] as const) {
    for (const day of [PAID_ON, TODAY]) left.push(...(await reconcileTrades(sandbox, channel, day)));
    left.push(...(await takeBank(sandbox, channel)));
  }
  return [...left, ...(await listUnwitnessed())];
}

async function reconcileTrades(sandbox: TestSandbox, channel: Code, day: string): Promise<string[]> {
  const bill = await sandbox.statement(channel, day);
  const file = { fileName: channel === "wechat" ? "bill.csv" : "bill.csv.zip", channel, settlesOn: day };
  await withFile(bill, async (path) => accepted(await importStatement(asSystem(), { path, ...file })));
  const { breaks } = accepted(await runReconciliation(asSystem(), { channel, date: day }));
  return Object.entries(breaks).flatMap(([kind, count]) =>
    count === 0 ? [] : [`${channel} ${day}: ${count} ${kind}`],
  );
}

/** The day on which the money came in, and the one on which it went out: one bank writes camt.053, the other one MT940. */
async function takeBank(sandbox: TestSandbox, channel: Code): Promise<string[]> {
  const account = PAYS_FROM[channel];
  const accountNo = `6222-${account}`;
  const paidIn = listPaidIn(channel);
  const before = bankStatement({ day: PAID_ON, openingMinor: 0n, accountNo, movements: paidIn });
  const opening = `${paidIn.reduce((sum, { minor }) => sum + minor, 0n)}`;
  const more = { kind: "bank", account: accountNo, opening, format: channel === "wechat" ? "camt053" : "mt940" };
  const files = [Buffer.from(writeCamt053([before])), await sandbox.statement(channel, TODAY, more)];
  let open = 0;
  for (const bytes of files) {
    const upload = { fileName: "bank.sta", account };
    const taken = await withFile(bytes, (path) => importBankStatement(asSystem(), { path, ...upload }));
    open = accepted(taken).open;
  }
  return open === 0 ? [] : [`bank account ${account}: ${open} open lines`];
}

function listPaidIn(channel: Code): { minor: bigint; reference: string }[] {
  if (channel === "bank") return [{ minor: SECOND_TOP_UP.amountMinor, reference: SECOND_TOP_UP.key }];
  return ["M1", "M2"].flatMap((merchantNo) =>
    Object.entries(MEANS).map(([kind, minor]) => ({ minor, reference: `${merchantNo}-${kind}` })),
  );
}

/** What has been paid, and no line of a statement is known to be; and lines that have become somebody's work. */
async function listUnwitnessed(): Promise<string[]> {
  const rows = await reader.query<{ said: string }>(
    `SELECT 'no bank line of ' || a.out_no AS said FROM money_attempts a
     WHERE a.operation = 'TRANSFER' AND a.status = 'SUCCEEDED' AND NOT EXISTS (
       SELECT 1 FROM bank_lines l JOIN bank_match_lines m ON m.line_id = l.id AND m.is_live
       WHERE l.our_reference = a.out_no AND l.signed_minor = -a.amount_minor)
     UNION ALL
     SELECT 'no bill line of ' || a.out_no FROM money_attempts a
     WHERE a.operation = 'REFUND' AND a.status = 'SUCCEEDED' AND NOT EXISTS (
       SELECT 1 FROM statement_lines l WHERE l.match_key = a.out_no AND l.amount_minor = a.amount_minor)
     UNION ALL SELECT 'item ' || item_no || ' of ' || match_key FROM suspense_items WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED')
     UNION ALL SELECT 'bank suspense of line ' || line_id FROM bank_suspense WHERE closed_at IS NULL`,
  );
  return rows.map(({ said }) => said);
}

async function withFile<T>(content: Uint8Array, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "desk-witness-"));
  try {
    const path = join(folder, "file");
    await writeFile(path, content);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
