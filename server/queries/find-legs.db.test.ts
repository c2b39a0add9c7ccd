import { afterAll, beforeAll, expect, test } from "vitest";
import { findLegs } from "@/server/queries/find-legs";
import { openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { openSmallCompany } from "@/tests/small-company";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openSmallCompany();
});
afterAll(() => db.drop());

const none = { sums: [], differing: 0, waiting: 0, items: [], state: "NOT_RUN" };

test("each leg has its sums; what went into the buffer is no difference of the day", async () => {
  expect(await findLegs("wechat", "2026-11-19", "2026-11-20")).toMatchObject({
    statementNo: expect.stringMatching(/^ST20261119\d{6}$/),
    batchNo: expect.stringMatching(/^RB20261119\d{6}$/),
    wrong: [],
    legs: [
      {
        leg: "ORDERS_CHANNEL",
        state: "AGREES",
        // 9,500 − 5,700 and 700 that we don't know, against ours with 5,000 that the channel doesn't list.
        sums: [{ leftMinor: "8800", rightMinor: "4500", differenceMinor: "-4300", waitingMinor: "-4300" }],
      },
      { leg: "ORDERS_LEDGER", state: "AGREES", sums: [{ leftMinor: "14500", rightMinor: "14500" }] },
      { leg: "CHANNEL_BANK", state: "WAITS", sums: [{ leftMinor: "4473", rightMinor: "0", waitingMinor: "-4473" }] },
    ],
  });
});

test("a break says which leg is wrong, the largest first", async () => {
  expect(await findLegs("wechat", "2026-11-20", "2026-11-20")).toMatchObject({
    wrong: ["ORDERS_CHANNEL"],
    legs: [
      {
        state: "DIFFERS",
        differing: 2,
        items: [
          { kind: "SHORT", key: "O2", orderNo: "O2", leftMinor: "5000", rightMinor: "0", differenceMinor: "-5000" },
          { kind: "LONG", key: "X9", leftMinor: "0", rightMinor: "700", differenceMinor: "700" },
        ],
      },
      none,
      none,
    ],
  });
});

test("a paid order without its capture, or with another amount, is the ledger's leg", async () => {
  await db.ownerPool.query("UPDATE orders SET channel_minor = 9400 WHERE order_no = 'O1'");
  await db.ownerPool.query("ALTER TABLE vouchers DISABLE TRIGGER append_only");
  await db.ownerPool.query(
    "UPDATE vouchers SET object_no = 'gone' WHERE object_no = 'O2' AND event = 'order.captured'",
  );
  const legs = await findLegs("wechat", "2026-11-19", "2026-11-20");
  expect(legs).toMatchObject({ wrong: ["ORDERS_LEDGER"] });
  expect(legs?.legs[1]).toMatchObject({
    state: "DIFFERS",
    differing: 2,
    items: [
      { kind: "NOT_CAPTURED", key: "O2", differenceMinor: "-5000" },
      { kind: "OTHER_AMOUNT", key: "O1", leftMinor: "9400", rightMinor: "9500", differenceMinor: "100" },
    ],
  });
});

test("a channel that is not known has no legs", async () => {
  expect(await findLegs("nobody", "2026-11-19", "2026-11-20")).toBeNull();
});
