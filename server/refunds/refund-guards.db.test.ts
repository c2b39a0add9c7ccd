import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { addUser } from "@/tests/command-context";
import { accepted, type Desk, openDesk } from "@/tests/desk-fixture";
import { askAs, refundAs, sendRefund, takePaid } from "@/tests/refund-fixture";

/** Raw SQL as the app's own role: what the database refuses whoever asks, behind commands and approvals. */
let desk: Desk;
let service: Actor;
const no = { waiting: "", sent: "" };
beforeAll(async () => {
  desk = await openDesk();
  service = await addUser(desk.db.ownerPool, "service", "CUSTOMER_SERVICE");
  await takePaid(["G1", "G2", "G3"].map((orderNo) => ({ orderNo, cashMinor: 1_000n })));
  no.waiting = accepted(await askAs(service, { orderNo: "G1", amountMinor: 400n })).refundNo;
  no.sent = (await refundAs(service, [desk.people.finance], { orderNo: "G2", amountMinor: 400n })).refundNo;
  await sendRefund(no.sent);
});
afterAll(() => desk.db.drop());

/** One transaction of a command that has a receipt; the deferred guards speak at its end. */
async function attempt(...statements: readonly string[]): Promise<string> {
  const client = await desk.db.pool.connect();
  const commandId = randomUUID();
  try {
    await client.query("BEGIN");
    await client.query(
      "INSERT INTO receipts (command_id, name, actor_id, input_hash, outcome) VALUES ($1, 'raw', NULL, '', '{}')",
      [commandId],
    );
    for (const statement of statements) {
      const { rowCount } = await client.query(statement.replaceAll(":command", `'${commandId}'`));
      expect([statement, rowCount]).not.toEqual([statement, 0]);
    }
    await client.query("COMMIT");
    return "committed";
  } catch (error) {
    await client.query("ROLLBACK");
    if (error instanceof Error && "code" in error) return `${String(error.code)}: ${error.message}`;
    throw error;
  } finally {
    client.release();
  }
}

const move = (refundNo: string, change: string) =>
  `UPDATE refunds SET ${change}, version = version + 1, command_id = :command WHERE refund_no = '${refundNo}'`;
const forge = (more: Record<string, string>) => {
  const row = {
    refund_no: "'RFX'",
    order_no: "'G3'",
    merchant_id: "(SELECT id FROM merchants WHERE merchant_no = 'M1')",
    channel_id: "(SELECT id FROM channels WHERE code = 'wechat')",
    match_key: "'RFX'",
    asset: "'CNY'",
    amount_minor: "400",
    channel_minor: "400",
    leg_amounts: "'{400}'",
    status: "'REQUESTED'",
    origin: "'DESK'",
    content_hash: "''",
    seen_statuses: "'{}'",
    route: "'ORIGINAL'",
    reason: "'x'",
    requested_by: `${service.userId}`,
    requested_at: "now()",
    command_id: ":command",
    ...more,
  };
  return `INSERT INTO refunds (${Object.keys(row).join(", ")}) VALUES (${Object.values(row).join(", ")})`;
};
const attemptOf = (refundNo: string, more: Record<string, string> = {}) => {
  const row = {
    out_no: `'${refundNo}'`,
    kind: "'REFUND'",
    object_no: `'${refundNo}'`,
    attempt_no: "1",
    operation: "'REFUND'",
    channel_id: "(SELECT id FROM channels WHERE code = 'wechat')",
    amount_minor: "400",
    asset: "'CNY'",
    command_id: ":command",
    ...more,
  };
  return `INSERT INTO money_attempts (${Object.keys(row).join(", ")}) VALUES (${Object.values(row).join(", ")})`;
};

describe("the database refuses", () => {
  it.each<[string, () => string[], RegExp]>([
    ["a refund that nobody asked for", () => [forge({})], /CD044.*without a ground/],
    ["one that begins accepted", () => [forge({ status: "'ACCEPTED'" })], /CD044.*without a ground/],
    ["one without who asked", () => [forge({ requested_by: "NULL" })], /desk_refund_names_its_order/],
    [
      "a transfer through a channel's refunds",
      () => [forge({ route: "'BANK'", payee: "'{}'", payee_digest: "'x'" })],
      /transfer_is_of_no_channel/,
    ],
    [
      "an acceptance without an executed request",
      () => [move(no.waiting, "status = 'ACCEPTED'")],
      /CD044.*ACCEPTED without a ground/,
    ],
    [
      "a refusal while the request waits",
      () => [move(no.waiting, "status = 'REFUSED'")],
      /CD044.*REFUSED without a ground/,
    ],
    [
      "coupons' way for money",
      () => [move(no.waiting, "status = 'SUCCEEDED', succeeded_at = now(), expected_on = now()")],
      /CD044.*without a ground/,
    ],
    [
      "success without the channel's word",
      () => [move(no.sent, "status = 'SUCCEEDED', succeeded_at = now(), expected_on = now()")],
      /CD044.*SUCCEEDED without a ground/,
    ],
    [
      "failure without the channel's word",
      () => [move(no.sent, "status = 'FAILED'")],
      /CD044.*FAILED without a ground/,
    ],
    [
      "a step that there is none of",
      () => [move(no.sent, "status = 'REQUESTED'")],
      /CD044.*does not go from ACCEPTED to REQUESTED/,
    ],
    ["another amount", () => [move(no.sent, "amount_minor = 500")], /CD044.*stays what was asked for/],
    ["another payee", () => [move(no.waiting, "payee_digest = 'x'")], /CD044|desk_refund/],
    [
      "another request",
      () => [move(no.sent, "approval_id = NULL, status = 'UNKNOWN'")],
      /CD044.*stays what was asked for/,
    ],
    ["an attempt for a refund that waits", () => [attemptOf(no.waiting)], /CD044.*is not what refund/],
    ["an attempt for no refund", () => [attemptOf("RFNONE")], /CD044.*is not what refund/],
    ["an attempt for an order system's refund", () => [attemptOf("R1")], /CD044.*is not what refund/],
    [
      "a second attempt beside one",
      () => [attemptOf(no.sent, { out_no: "'other'", attempt_no: "2" })],
      /CD040|money_attempts_one_open/,
    ],
    [
      "more on a leg than it has",
      () => ["UPDATE order_legs SET refunded_minor = 1001 WHERE order_no = 'G3'"],
      /refund_within_leg/,
    ],
    [
      "a dispute that nothing is held for",
      () => [
        "INSERT INTO payment_disputes (dispute_no, order_no, merchant_id, channel_id, asset, amount_minor, reason, noted_at, command_id) VALUES ('DP1', 'G3', 1, 1, 'CNY', 5, 'x', now(), :command)",
      ],
      /CD045.*does not hold/,
    ],
  ])("%s", async (_, statements, expected) => {
    expect(await attempt(...statements())).toMatch(expected);
  });
});
