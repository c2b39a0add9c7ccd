import { afterAll, beforeAll, expect, test } from "vitest";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { proposeBankTransfer } from "@/server/commands/propose-bank-transfer";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { bankStatement, importBankText, matchesAsText } from "@/tests/bank-fixture";
import { postedOf } from "@/tests/command-context";
import { accepted, by, type Desk, decideAs } from "@/tests/desk-fixture";
import { openPayoutDesk } from "@/tests/payout-fixture";

let desk: Desk;
beforeAll(async () => {
  desk = await openPayoutDesk();
});
afterAll(() => desk.db.drop());

const OTHER_IBAN = "DE75512108001245126199";
const failing = async () => (await verifyBooks(reader)).checks.filter(({ ok }) => !ok).map(({ name }) => name);

/** A day of one of the banks with one line that names the transfer. */
async function bankSays(account: string, accountNo: string, openingMinor: bigint, minor: bigint, reference: string) {
  const day = { day: "2026-11-20", accountNo, openingMinor, movements: [{ minor, reference }], statementNo: account };
  accepted(await importBankText(writeCamt053([bankStatement(day)]), account));
}

test("the lines of both banks that name a transfer find its one voucher, each at its own account", async () => {
  const wish = {
    fromBank: "reserve",
    toBank: "other",
    asset: "CNY",
    amountMinor: 25_000n,
    reason: "other pays tomorrow",
  };
  const { transferNo, approvalNo } = accepted(
    await proposeBankTransfer(by(desk.people.finance), { commandId: "", ...wish }),
  );
  const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
  accepted(await decideAs(desk.people.finance2, verdict));
  const opening = (await postedOf("1002-reserve")) + 25_000n;
  await bankSays("reserve", "DE02120300000000202051", opening, -25_000n, transferNo);
  expect(await matchesAsText()).toEqual(["VOUCHER -25000 = -"]);
  expect(await failing()).toEqual([]);
  await bankSays("other", OTHER_IBAN, 0n, 25_000n, transferNo);
  expect(await matchesAsText()).toEqual(["VOUCHER -25000 = -", "VOUCHER 25000 = -"]);
  expect([await postedOf("1901-bank-reserve"), await postedOf("2241-bank-other")]).toEqual([0n, 0n]);
  expect(await failing()).toEqual([]);
});

test("a second line of one bank for it is not the same transfer once more", async () => {
  const [row] = await reader.query<{ no: string }>(
    "SELECT object_no AS no FROM vouchers WHERE event = 'reserve.transferred'",
  );
  const day = {
    ...{ day: "2026-11-21", accountNo: OTHER_IBAN, openingMinor: 25_000n, statementNo: "again" },
    movements: [{ minor: 25_000n, reference: row?.no ?? "" }],
  };
  accepted(await importBankText(writeCamt053([bankStatement(day)]), "other"));
  expect(await postedOf("2241-bank-other")).toBe(25_000n);
  await expect(
    desk.db.ownerPool.query(
      `INSERT INTO bank_match_vouchers (match_id, voucher_id, is_posted)
       SELECT max(id), (SELECT max(voucher_id) FROM bank_match_vouchers), false FROM bank_matches GROUP BY bank_account_id`,
    ),
  ).rejects.toMatchObject({ code: "23505" });
});
