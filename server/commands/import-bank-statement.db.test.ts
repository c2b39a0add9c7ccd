import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { writeMt940 } from "@/core/statements/fixtures/write-mt940";
import { recordRemittance } from "@/server/commands/record-remittance";
import { proveBooks } from "@/server/reconciliation/prove-books";
import { writeZip } from "@/server/statements/zip-fixture";
import { reader } from "@/server/transact";
import {
  bankStatement,
  importBankText,
  matchesAsText,
  openBankDesk,
  settleDay,
  takeBankDay,
} from "@/tests/bank-fixture";
import { asSystem, openDeskDatabase, postedOf } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted } from "@/tests/desk-fixture";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openBankDesk();
});
afterAll(() => db.drop());

const codeOf = (result: Awaited<ReturnType<typeof importBankText>>) => (result.ok ? "accepted" : result.refusal.code);

/** The ledger's account is the bank's closing balance less what the bank had before the first statement. */
async function bookIsBank(openedWith: bigint): Promise<void> {
  const [last] = await reader.query<{ closing: bigint }>(
    "SELECT closing_minor AS closing FROM bank_statements WHERE superseded_by IS NULL ORDER BY ends_on DESC, root_id DESC LIMIT 1",
  );
  expect(await postedOf("1002-B1")).toBe((last?.closing ?? 0n) - openedWith);
  for (const proof of await proveBooks(reader, null)) expect(proof.receivableMinor).toBe(-proof.remittedMinor);
}

describe("one bank account over two weeks", () => {
  test("1:1 by reference and day; two channels with the same amount on one day stay apart", async () => {
    await settleDay("wx-a", "2026-11-02", 50_000n);
    await settleDay("wx-b", "2026-11-02", 50_000n);
    const imported = await takeBankDay({
      day: "2026-11-03",
      openingMinor: 1_000_000n,
      movements: [
        { minor: 50_000n, reference: "WX-B-20261102", from: "财付通支付科技有限公司" },
        { minor: 50_000n, from: "财付通支付科技有限公司", remark: "蓝湾支付 2026-11-02 结算款" },
      ],
    });
    expect(imported).toMatchObject({ version: 1, duplicate: false, lines: 2, matched: 2, open: 0, follows: true });
    expect(await matchesAsText()).toEqual(["DAY 50000 = wx-a:2026-11-02:50000", "DAY 50000 = wx-b:2026-11-02:50000"]);
    expect([await postedOf("1122-wx-a"), await postedOf("1122-wx-b")]).toEqual([-50_000n, -50_000n]);
    await bookIsBank(1_000_000n);
  });

  test("an equal amount that names nobody is a suggestion, and stands in suspense", async () => {
    await settleDay("wx-a", "2026-11-03", 7_700n);
    await settleDay("wx-b", "2026-11-03", 7_700n);
    const imported = await takeBankDay({
      day: "2026-11-04",
      openingMinor: 1_100_000n,
      movements: [{ minor: 7_700n, from: "财付通支付科技有限公司" }],
    });
    expect(imported).toMatchObject({ matched: 0, open: 1 });
    expect(await postedOf("2241-bank-B1")).toBe(7_700n);
    await bookIsBank(1_000_000n);
  });

  test("N:1 over a weekend with a negative day; what was in suspense leaves it when its name comes in a correction", async () => {
    await settleDay("ali", "2026-11-06", 10_000n);
    await settleDay("ali", "2026-11-07", -2_500n);
    await settleDay("ali", "2026-11-08", 4_000n);
    const imported = await takeBankDay({
      day: "2026-11-09",
      openingMinor: 1_107_700n,
      movements: [{ minor: 11_500n, from: "支付宝（中国）网络技术有限公司" }],
    });
    expect(imported).toMatchObject({ matched: 1, open: 1 });
    const corrected = await takeBankDay({
      day: "2026-11-04",
      openingMinor: 1_100_000n,
      movements: [{ minor: 7_700n, from: "财付通支付科技有限公司", remark: "wx-b 20261103" }],
    });
    expect(corrected).toMatchObject({ version: 2, matched: 1, open: 0 });
    expect(await postedOf("2241-bank-B1")).toBe(0n);
    expect(await matchesAsText()).toContain(
      "COUNTERPARTY 11500 = ali:2026-11-06:10000 ali:2026-11-07:-2500 ali:2026-11-08:4000",
    );
    await bookIsBank(1_000_000n);
  });

  test("1:N over two days: the first part waits in suspense until the sum is whole", async () => {
    await settleDay("wx-a", "2026-11-09", 9_000n);
    await takeBankDay({
      day: "2026-11-10",
      openingMinor: 1_119_200n,
      movements: [{ minor: 6_000n, reference: "wx-a 20261109 1/2" }],
    });
    expect(await postedOf("2241-bank-B1")).toBe(6_000n);
    await takeBankDay(
      {
        day: "2026-11-11",
        startsOn: "2026-11-10",
        openingMinor: 1_125_200n,
        movements: [{ minor: 3_000n, remark: "wx-a 20261109 2/2" }],
      },
      "mt940",
    );
    expect(await postedOf("2241-bank-B1")).toBe(0n);
    expect(await matchesAsText()).toContain("PARTS 6000+3000 = wx-a:2026-11-09:9000");
    await bookIsBank(1_000_000n);
  });

  test("paid twice: the second one is unexpected; money out that nobody booked is a short", async () => {
    await settleDay("wx-b", "2026-11-11", 5_000n);
    const imported = await takeBankDay({
      day: "2026-11-12",
      openingMinor: 1_128_200n,
      movements: [
        { minor: 5_000n, reference: "wx-b 20261111", bankReference: "X1" },
        { minor: 5_000n, reference: "wx-b 20261111", bankReference: "X2" },
        { minor: -1_200n, remark: "account fee" },
      ],
    });
    expect(imported).toMatchObject({ matched: 1, open: 2 });
    expect([await postedOf("2241-bank-B1"), await postedOf("1901-bank-B1")]).toEqual([5_000n, 1_200n]);
    await bookIsBank(1_000_000n);
  });

  test("recorded by hand first: the line takes the voucher over; by the bank first: nothing is recorded again", async () => {
    await settleDay("ali", "2026-11-12", 3_300n);
    const byHand = accepted(await recordRemittance(asSystem(), { channel: "ali", date: "2026-11-12" }));
    expect(byHand).toMatchObject({ existed: false });
    await takeBankDay({
      day: "2026-11-13",
      openingMinor: 1_137_000n,
      movements: [{ minor: 3_300n, remark: "支付宝 20261112" }],
    });
    expect(await matchesAsText()).toContain("DAY 3300 = ali:2026-11-12:3300");
    await bookIsBank(1_000_000n);
    for (const date of ["2026-11-12", "2026-11-08"]) {
      const again = accepted(await recordRemittance(asSystem(), { channel: "ali", date }));
      expect(again).toMatchObject({ existed: true });
    }
    await bookIsBank(1_000_000n);
  });
});

describe("files", () => {
  const next = { day: "2026-11-16", openingMinor: 1_140_300n, movements: [{ minor: 100n }] };

  test("the same content again changes nothing, in whatever format or under whatever name", async () => {
    const first = await takeBankDay(next);
    const entries = await reader.query("SELECT count(*) FROM entries");
    const again = accepted(await importBankText(writeCamt053([bankStatement(next)], { isIndented: true })));
    expect(again).toMatchObject({ statementNo: first.statementNo, version: 1, duplicate: true });
    expect(await reader.query("SELECT count(*) FROM entries")).toEqual(entries);
  });

  test("ten at once are one import", async () => {
    const text = writeCamt053([
      bankStatement({ day: "2026-11-17", openingMinor: 1_140_400n, movements: [{ minor: 1n }] }),
    ]);
    const results = await Promise.all(Array.from({ length: 10 }, () => importBankText(text)));
    const imported = results.map(accepted);
    expect(new Set(imported.map(({ statementNo }) => statementNo)).size).toBe(1);
    expect(imported.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    await bookIsBank(1_000_000n);
  });

  test("one command id, twice: one answer", async () => {
    const id = randomUUID();
    const text = writeCamt053([bankStatement({ day: "2026-11-18", openingMinor: 1_140_401n, movements: [] })]);
    const first = await importBankText(text, "B1", id);
    expect(first).toMatchObject({ ok: true, value: { lines: 0 } });
  });

  test("refusals: balance, overlap, other account, unknown account, other file", async () => {
    const wrong = { ...next, day: "2026-11-19", openingMinor: 1n };
    expect(codeOf(await importBankText(writeCamt053([bankStatement(wrong)])))).toBe("bank_balance_discontinuous");
    const wide = { ...next, day: "2026-11-17", startsOn: "2026-11-15", openingMinor: 1_140_300n, statementNo: "W" };
    expect(codeOf(await importBankText(writeCamt053([bankStatement(wide)])))).toBe("bank_statement_overlaps");
    const other = { ...next, day: "2026-11-19", accountNo: "DE89370400440532013000" };
    expect(codeOf(await importBankText(writeCamt053([bankStatement(other)])))).toBe("bank_account_differs");
    expect(codeOf(await importBankText(writeMt940([bankStatement(next)]), "B9"))).toBe("bank_account_unknown");
    expect(codeOf(await importBankText("hello"))).toBe("statement_format_unknown");
  });

  test("days are missing between: taken, and it says so", async () => {
    const later = await takeBankDay({ day: "2026-11-25", openingMinor: 1_200_000n, movements: [] });
    expect(later).toMatchObject({ follows: false });
  });

  test("an archive of several days is taken whole, whatever the order of its members", async () => {
    const days = [
      { day: "2026-12-01", openingMinor: 1_200_000n, movements: [{ minor: 100n }] },
      { day: "2026-12-02", openingMinor: 1_200_100n, movements: [{ minor: 23n }] },
    ];
    const members = days.map((day) => ({
      name: Buffer.from(`${day.day}.xml`),
      content: Buffer.from(writeCamt053([bankStatement(day)])),
    }));
    const imported = accepted(await importBankText(writeZip(members.toReversed())));
    expect(imported.statements).toMatchObject([
      { endsOn: "2026-12-01", closingMinor: "1200100" },
      { endsOn: "2026-12-02", follows: true, closingMinor: "1200123" },
    ]);
    expect(accepted(await importBankText(writeZip(members)))).toMatchObject({ duplicate: true });
    const broken = [...members, { name: Buffer.from("z.xml"), content: Buffer.from("<x/>") }];
    expect(accepted(await importBankText(writeZip(broken)))).toMatchObject({ duplicate: true });
  });

  test("the second page of a statement is not the first one corrected", async () => {
    const first = { day: "2026-12-03", statementNo: "P", openingMinor: 1_200_123n, movements: [{ minor: 7n }] };
    const second = { ...first, openingMinor: 1_200_130n, movements: [{ minor: 5n }] };
    let page = 0;
    const paged = writeCamt053([bankStatement(first), bankStatement(second)]).replaceAll("<Id>P</Id>", (id) => {
      page += 1;
      return `${id}<StmtPgntn><PgNb>${page}</PgNb><LastPgInd>${page === 2}</LastPgInd></StmtPgntn>`;
    });
    const imported = accepted(await importBankText(paged));
    expect(imported.statements).toMatchObject([
      { version: 1, lines: 1 },
      { version: 1, lines: 1, follows: true, closingMinor: "1200135" },
    ]);
  });
});
