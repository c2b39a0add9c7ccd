import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { proposeRepayout } from "@/server/commands/propose-repayout";
import { reader } from "@/server/transact";
import { accepted, by, type Desk, decideAs } from "@/tests/desk-fixture";
import { addPayees, askFor, channelSays, openPayoutDesk, payoutOf } from "@/tests/payout-fixture";

/** What a request about a payout depends on changes before it is signed: one field at a time, past the commands. */
let desk: Desk;
let amount = 100n;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterAll(() => desk.db.drop());

/** Changes rows as nobody may, so that nothing but the engine stands in the way. */
async function tamper(table: string, sql: string, params: unknown[]): Promise<void> {
  const client = await desk.db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    const { rowCount } = await client.query(sql, params);
    await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await client.query("COMMIT");
    expect(rowCount).toBeGreaterThan(0);
  } finally {
    client.release();
  }
}

type Asked = { payoutNo: string; payee: string; approvalNo: string };

async function askDoubled(): Promise<Asked> {
  const [payee = ""] = await addPayees(desk, "M1", 1);
  amount += 1n;
  accepted(await askFor(desk.people.maker, { amountMinor: amount, payee }));
  const { payoutNo, approvalNo } = accepted(await askFor(desk.people.maker, { amountMinor: amount, payee }));
  return { payoutNo, payee, approvalNo: approvalNo ?? "" };
}

async function askAgain(choice: "REPAY" | "RETURN"): Promise<Asked> {
  const [payee = ""] = await addPayees(desk, "M1", 1);
  amount += 1n;
  const { payoutNo } = accepted(await askFor(desk.people.maker, { amountMinor: amount, payee }));
  const { version } = await channelSays(desk, payoutNo, "CHANNEL");
  const wish = { payoutNo, expectedVersion: version, choice, channel: choice === "REPAY" ? "wechat" : null };
  const commandId = randomUUID();
  const proposal = { commandId, ...wish, reason: "it did not arrive" };
  const { approvalNo } = accepted(await proposeRepayout(by(desk.people.maker, commandId), proposal));
  return { payoutNo, payee, approvalNo };
}

async function expectStale({ payoutNo, approvalNo }: Asked): Promise<void> {
  const { status } = await payoutOf(payoutNo);
  const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
  const decided = accepted(await decideAs(desk.people.finance, verdict));
  expect(decided).toMatchObject({ outcome: "STALE", voucherNo: null });
  expect((await payoutOf(payoutNo)).status).toBe(status === "REQUESTED" ? "REFUSED" : status);
  expect(
    await reader.query("SELECT 1 FROM money_attempts WHERE object_no = $1 AND attempt_no > 1", [payoutNo]),
  ).toEqual([]);
  const vouchers = `SELECT 1 FROM vouchers v JOIN approvals a ON a.id = v.approval_id WHERE a.approval_no = $1`;
  expect(await reader.query(vouchers, [approvalNo])).toEqual([]);
}

const PAYOUT_FIELDS: readonly [string, string][] = [
  ["version", "version = version + 1"],
  ["amount", "amount_minor = amount_minor + 1"],
  ["currency", "asset = 'USD'"],
  ["merchant", "merchant_id = (SELECT id FROM merchants WHERE merchant_no = 'M2')"],
  [
    "payee",
    "payee_account_id = (SELECT max(id) FROM merchant_bank_accounts p WHERE p.merchant_id = payouts.merchant_id AND p.id <> payee_account_id)",
  ],
  ["payee's digest", "payee_digest = repeat('0', 64)"],
  ["channel", "channel_id = (SELECT id FROM channels WHERE code = 'bank')"],
];
const PAYEE_FIELDS: readonly [string, string][] = [
  ["version", "version = version + 1"],
  ["holder", "holder = 'Somebody else'"],
  ["bank", "bank = 'Another bank'"],
  ["number", "account_no = account_no || '9'"],
  ["currency", "asset = 'USD'"],
  ["closing", "closed_at = now()"],
  ["owner", "merchant_id = (SELECT id FROM merchants WHERE merchant_no = 'M2')"],
];
const LIMIT_FIELDS: readonly [string, string][] = [
  ["limit", "payout_limit_minor = coalesce(payout_limit_minor, 900000000) + 1"],
  ["day's limit", "payout_day_limit_minor = coalesce(payout_day_limit_minor, 9000000000) + 1"],
  ["name", "name = name || '.'"],
  ["version", "version = version + 1"],
];

describe.each([
  ["PAYOUT", askDoubled],
  ["REPAYOUT", () => askAgain("REPAY")],
  ["REPAYOUT that gives back", () => askAgain("RETURN")],
])("a request %s", (_, ask) => {
  test.each(PAYOUT_FIELDS)("the payout's %s", async (_field, change) => {
    const asked = await ask();
    await tamper("payouts", `UPDATE payouts SET ${change} WHERE payout_no = $1`, [asked.payoutNo]);
    await expectStale(asked);
  });

  test.each(PAYEE_FIELDS)("the payee's %s", async (_field, change) => {
    const asked = await ask();
    await tamper("merchant_bank_accounts", `UPDATE merchant_bank_accounts SET ${change} WHERE account_ref = $1`, [
      asked.payee,
    ]);
    await expectStale(asked);
  });

  test.each(LIMIT_FIELDS)("the merchant's %s", async (_field, change) => {
    const asked = await ask();
    await tamper("merchants", `UPDATE merchants SET ${change} WHERE merchant_no = $1`, ["M1"]);
    await expectStale(asked);
  });

  test("the channel's reserve bank", async () => {
    const asked = await ask();
    await tamper("channels", "UPDATE channels SET bank_account = bank_account || '-x' WHERE code = $1", ["wechat"]);
    await expectStale(asked);
    await tamper("channels", "UPDATE channels SET bank_account = 'reserve' WHERE code = $1", ["wechat"]);
  });

  test("what was frozen", async () => {
    const asked = await ask();
    const change = `UPDATE approvals SET payload = payload || '{"amountMinor": "1"}' WHERE approval_no = $1`;
    await tamper("approvals", change, [asked.approvalNo]);
    const verdict = { approvalNo: asked.approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
    await expect(decideAs(desk.people.finance, verdict)).rejects.toThrow();
  });
});

test("another payout like it, and one of those that is there no more, make it another question", async () => {
  const asked = await askDoubled();
  accepted(await askFor(desk.people.maker, { amountMinor: amount, payee: asked.payee }));
  await expectStale(asked);
});

test("the channel's last word about an attempt, told otherwise since", async () => {
  const asked = await askAgain("REPAY");
  await tamper(
    "money_attempts",
    "UPDATE money_attempts SET status = 'IN_DOUBT', fault = NULL, finished_at = NULL WHERE object_no = $1",
    [asked.payoutNo],
  );
  await expectStale(asked);
});

test("a payout that was approved or turned down otherwise", async () => {
  const asked = await askAgain("REPAY");
  await tamper("payouts", "UPDATE payouts SET status = 'SUCCEEDED' WHERE payout_no = $1", [asked.payoutNo]);
  await expectStale(asked);
});

test("money out that was stopped and let go again, and a reserve that was short for a while, leave a request waiting", async () => {
  const asked = await askAgain("REPAY");
  const stop =
    "INSERT INTO money_stops (cause, reason, command_id) SELECT 'RESTORE', 'a drill', command_id FROM receipts LIMIT 1";
  await desk.db.ownerPool.query(stop);
  const verdict = { approvalNo: asked.approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
  expect(await decideAs(desk.people.finance, verdict)).toMatchObject({ refusal: { code: "money_out_stopped" } });
  await tamper("money_stops", "UPDATE money_stops SET resumed_at = now() WHERE cause = $1", ["RESTORE"]);
  expect(accepted(await decideAs(desk.people.finance, verdict)).outcome).toBe("EXECUTED");
});
