import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noteDispute } from "@/server/commands/note-dispute";
import { addUser } from "@/tests/command-context";
import { accepted, by, type Desk, openDesk } from "@/tests/desk-fixture";
import { answerRefund, askAs, PAYEE, paid, refundAs, sendRefund, takePaid } from "@/tests/refund-fixture";
import { verifyBooks } from "./verify-books";

/** One refund in each state that there is; then every check about them is seen failing once. */
let desk: Desk;
const no: Record<"waiting" | "sent" | "doubtful" | "paid" | "failed" | "elsewhere", string> = {
  waiting: "",
  sent: "",
  doubtful: "",
  paid: "",
  failed: "",
  elsewhere: "",
};
beforeAll(async () => {
  desk = await openDesk();
  const service = await addUser(desk.db.ownerPool, "service", "CUSTOMER_SERVICE");
  await takePaid(Object.keys(no).map((name) => ({ orderNo: `V-${name}`, cashMinor: 900n, merchantCoupon: 100n })));
  await takePaid([{ orderNo: "V-old", cashMinor: 900n }], "2025-10-10");
  const checkers = [desk.people.finance];
  const refund = async (name: string) =>
    (await refundAs(service, checkers, { orderNo: `V-${name}`, amountMinor: 500n })).refundNo;
  no.waiting = accepted(await askAs(service, { orderNo: "V-waiting", amountMinor: 500n })).refundNo;
  no.sent = await refund("sent");
  no.doubtful = await refund("doubtful");
  no.paid = await refund("paid");
  no.failed = await refund("failed");
  for (const refundNo of [no.sent, no.doubtful, no.paid, no.failed]) await sendRefund(refundNo);
  await answerRefund(no.doubtful, { kind: "NO_ANSWER", code: "", message: "" });
  await answerRefund(no.paid, paid(450n));
  await answerRefund(no.failed, { kind: "FAILED", fault: "CHANNEL", code: "X", message: "" });
  const toBank = { orderNo: "V-old", amountMinor: 500n, route: "BANK", payee: PAYEE } as const;
  no.elsewhere = (await refundAs(service, checkers, toBank)).refundNo;
  await sendRefund(no.elsewhere);
  await answerRefund(no.elsewhere, paid(500n));
  const dispute = { commandId: "", orderNo: "V-waiting", amountMinor: 200n, channelCaseNo: null, reason: "not mine" };
  accepted(await noteDispute(by(service), dispute));
});
afterAll(() => desk.db.drop());

/** The statements run as the owner of the tables, who can switch the guards off, and are taken back afterwards. */
async function failedAfter(statements: readonly string[]): Promise<string[]> {
  const client = await desk.db.ownerPool.connect();
  try {
    await client.query("BEGIN");
    for (const table of ["refunds", "order_legs", "approvals", "money_attempts", "payment_disputes", "vouchers"]) {
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
    for (const statement of statements) expect((await client.query(statement)).rowCount).toBeGreaterThan(0);
    const { checks } = await verifyBooks({
      async query<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []) {
        return (await client.query<Row>(sql, [...params])).rows;
      },
    });
    return checks.filter((check) => !check.ok).map((check) => check.name);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

const set = (name: keyof typeof no, change: string) => () =>
  `UPDATE refunds SET ${change} WHERE refund_no = '${no[name]}'`;
const attempt = (name: keyof typeof no, change: string) => () =>
  `UPDATE money_attempts SET ${change} WHERE object_no = '${no[name]}'`;

test("as they are, the books prove", async () => {
  expect(await failedAfter([])).toEqual([]);
});

test.each<[string, () => string, string]>([
  [
    "a leg that holds less than its request",
    () => "UPDATE order_legs SET refunded_minor = refunded_minor - 1 WHERE order_no = 'V-waiting' AND kind = 'CHANNEL'",
    "legs_add_up",
  ],
  [
    "a leg that holds what was given back",
    () => "UPDATE order_legs SET refunded_minor = 450 WHERE order_no = 'V-failed' AND kind = 'CHANNEL'",
    "legs_add_up",
  ],
  [
    "a dispute that holds less than it is about",
    () => "UPDATE payment_disputes SET amount_minor = amount_minor + 1",
    "legs_add_up",
  ],
  ["a refund in doubt that counts as nothing", set("doubtful", "status = 'FAILED'"), "refunds_in_transit"],
  ["one that waits and counts as accepted", set("waiting", "status = 'ACCEPTED'"), "refunds_booked"],
  [
    "one that was paid by a bank, and not by its channel",
    set("paid", "route = 'BANK', payee = '{}', payee_digest = 'x', channel_id = 0"),
    "refunds_booked",
  ],
  ["accepted for another amount than was signed", set("sent", "amount_minor = amount_minor + 1"), "refunds_founded"],
  ["another split than was signed", set("sent", "leg_amounts = '{500,0}'"), "refunds_founded"],
  ["another payee than was signed", set("elsewhere", `payee = payee || '{"accountNo": "999999"}'`), "refunds_founded"],
  ["accepted without its request", set("sent", "approval_id = NULL"), "refunds_founded"],
  [
    "a request that was not executed",
    () => `UPDATE approvals SET status = 'REJECTED' WHERE object_no = '${no.sent}'`,
    "refunds_founded",
  ],
  [
    "called paid while its attempt is not",
    set("sent", "status = 'SUCCEEDED', succeeded_at = now(), expected_on = now()"),
    "refunds_founded",
  ],
  ["an attempt of another amount", attempt("sent", "amount_minor = amount_minor + 1"), "refunds_founded"],
  ["an attempt to somebody else", attempt("elsewhere", "payee_digest = 'other'"), "refunds_founded"],
  ["an attempt under another number", attempt("sent", "out_no = 'other'"), "refunds_founded"],
  ["an attempt without its refund", attempt("sent", "object_no = 'RFother'"), "refunds_founded"],
  [
    "a refund without its attempt",
    () => `DELETE FROM money_attempts WHERE object_no = '${no.sent}' AND sends = 1`,
    "refunds_founded",
  ],
])("%s", async (_, statement, check) => {
  expect(await failedAfter([statement()])).toContain(check);
});
