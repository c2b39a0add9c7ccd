import { afterAll, beforeAll, expect, test } from "vitest";
import type { FundFixtureLine } from "@/core/statements/fixtures/write-funds";
import { writeWechatFund } from "@/core/statements/fixtures/write-funds";
import { listChannelFunds } from "@/server/queries/bank/list-channel-funds";
import { reader } from "@/server/transact";
import { BANK_CHECKS } from "@/server/verify/bank-checks";
import { runBookCheck } from "@/server/verify/book-check";
import { importBankText, openBankDesk, settleDay, takeBankDay } from "@/tests/bank-fixture";
import { openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";
import { accepted } from "@/tests/desk-fixture";

let db: TestDatabase;
beforeAll(async () => {
  db = await openDeskDatabase();
  await openBankDesk();
});
afterAll(() => db.drop());

const codeOf = (result: Awaited<ReturnType<typeof importBankText>>) => (result.ok ? "accepted" : result.refusal.code);
function movement(day: string, type: string, signed: bigint, no = 1): FundFixtureLine {
  return {
    at: `${day} 12:00:0${no}`,
    entryNo: `F${day}${type}${no}`,
    businessNo: `B${no}`,
    ourNo: `O${no}`,
    type,
    signed,
  };
}

test("a fund bill is a link of the channel's account; what moved is held against the trade statement", async () => {
  await settleDay("wx-a", "2026-11-02", 9_000n);
  const first = [movement("2026-11-02", "交易", 9_000n), movement("2026-11-02", "提现", -9_000n, 2)];
  expect(accepted(await importBankText(writeWechatFund(first, 500n), "wx-a"))).toMatchObject({
    account: "channel:wx-a",
    format: "wechat-fund",
    version: 1,
    openingMinor: "500",
    closingMinor: "500",
    matched: 0,
  });
  await takeBankDay({ day: "2026-11-02", openingMinor: 0n, movements: [{ minor: 9_000n, remark: "wx-a 20261102" }] });
  await settleDay("wx-a", "2026-11-03", 700n);
  accepted(await importBankText(writeWechatFund([movement("2026-11-03", "交易", 690n)], 500n), "channel:wx-a"));
  expect(await listChannelFunds()).toMatchObject([
    {
      channel: "wx-a",
      closedOn: "2026-11-03",
      closingMinor: "1190",
      differing: 1,
      days: [
        { on: "2026-11-03", movedMinor: "690", statementMinor: "700", differenceMinor: "-10", withdrawnMinor: "0" },
        { on: "2026-11-02", movedMinor: "9000", differenceMinor: "0", withdrawnMinor: "9000", receivedMinor: "9000" },
      ],
    },
  ]);
  for (const check of BANK_CHECKS) expect(await runBookCheck(reader, check)).toMatchObject({ ok: true });
});

test("the same again changes nothing; another balance is refused, and files do not stray into other accounts", async () => {
  const again = writeWechatFund([movement("2026-11-03", "交易", 690n)], 500n);
  expect(accepted(await importBankText(again, "wx-a"))).toMatchObject({ duplicate: true });
  const broken = writeWechatFund([movement("2026-11-04", "交易", 1n)], 7n);
  expect(codeOf(await importBankText(broken, "wx-a"))).toBe("bank_balance_discontinuous");
  expect(codeOf(await importBankText(again, "B1"))).toBe("bank_file_of_other_kind");
});
