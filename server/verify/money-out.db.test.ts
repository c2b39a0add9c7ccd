import { afterAll, beforeAll, expect, test } from "vitest";
import { OUTGOING_EVENTS } from "@/core/ledger/outgoing-events";
import { accept } from "@/core/result";
import { recordTopUps } from "@/server/commands/record-top-ups";
import { draftVoucher, postVouchers } from "@/server/store/post-vouchers";
import { reader, transact } from "@/server/transact";
import { asSystem, NOON } from "@/tests/command-context";
import {
  accepted,
  type Desk,
  decideAs,
  itemOf,
  openDesk,
  openItemOf,
  proposeAs,
  reconcileDay,
} from "@/tests/desk-fixture";
import { proveIncrement } from "./prove-increment";
import { requireBooksProven } from "./require-books-proven";
import { proveAndKeep } from "./verify-books";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

const tamper = (by: string) =>
  desk.db.ownerPool.query(
    `UPDATE account_balances SET posted_minor = posted_minor ${by} WHERE account_id = (SELECT id FROM accounts WHERE account_no = 'M1-SETTLEMENT')`,
  );

function payOut(key: string) {
  const [on, occurredAt, objectType] = ["2026-11-20", NOON, "test"] as const;
  return transact("test.pay", asSystem(), {}, async (tx) => {
    const merchant = await tx.query<{ id: bigint; no: string }>(
      "SELECT id, merchant_no AS no FROM merchants WHERE merchant_no = 'M1'",
    );
    const owner = { merchant: merchant[0] ?? { id: 0n, no: "" } };
    const amounts = { amount: 1n };
    const draft = draftVoucher({
      event: "payout.accepted",
      key,
      amounts,
      asset: "CNY",
      owner,
      on,
      occurredAt,
      objectType,
      objectNo: key,
    });
    await postVouchers(tx, [draft]);
    return accept(null);
  });
}

test("a balance that was tampered with stops what we would send out, and nothing else, until a full proof holds", async () => {
  await reconcileDay({ lines: [{ orderNo: "X1", amountMinor: 700n }] });
  const item = await openItemOf("X1");
  const { maker, finance } = desk.people;
  const request = {
    itemNo: item.itemNo,
    expectedVersion: item.version,
    choice: { resolution: "REFUND_TO_PAYER" as const },
  };
  const { approvalNo } = accepted(await proposeAs(maker, { ...request, reason: "it is not ours" }));
  expect((await proveAndKeep(NOON)).checks.filter((check) => !check.ok)).toEqual([]);
  expect(await requireBooksProven(reader)).toBeNull();

  await tamper("+ 1");
  expect((await proveIncrement()).ok).toBe(false);
  expect(await requireBooksProven(reader)).toMatchObject({ refusal: { code: "books_not_proven" } });
  const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE" as const, note: "" };
  expect(await decideAs(finance, verdict)).toMatchObject({ ok: false, refusal: { code: "books_not_proven" } });
  expect((await itemOf(item.itemNo)).status).toBe("PROPOSED");
  expect(await payOut("stopped")).toMatchObject({ ok: false, refusal: { code: "books_not_proven" } });

  // On another account: what is posted on a tampered balance carries the fault on, and is found for ever.
  const topUp = {
    event: "settlement.topped_up" as const,
    merchantNo: "M2",
    key: "meanwhile",
    bankAccount: "reserve",
    asset: "CNY",
  };
  accepted(await recordTopUps(asSystem(), { topUps: [{ ...topUp, amountMinor: 5n, paidInAt: NOON }] }));

  await tamper("- 1");
  expect((await proveIncrement()).checks.filter((check) => !check.ok)).toEqual([]);
  expect(await decideAs(finance, verdict)).toMatchObject({ ok: false, refusal: { code: "books_not_proven" } });
  expect((await proveAndKeep(NOON)).checks.filter((check) => !check.ok)).toEqual([]);
  expect(accepted(await decideAs(finance, verdict))).toMatchObject({ outcome: "EXECUTED" });
  accepted(await payOut("goes"));
});

test("the database stops the very events that core says send money out", async () => {
  const [trigger] = await reader.query<{ definition: string }>(
    "SELECT pg_get_triggerdef(oid) AS definition FROM pg_trigger WHERE tgname = 'books_proven'",
  );
  const listed = [...(trigger?.definition ?? "").matchAll(/'([a-z_.]+)'::text/g)].map(([, event]) => event);
  expect(listed.sort()).toEqual([...OUTGOING_EVENTS].sort());
});
