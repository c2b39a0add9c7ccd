import { describe, expect, it } from "vitest";
import { hledgerWriter } from "./hledger-writer";
import type { JournalAccount, JournalHead, JournalVoucher } from "./journal";
import { journalCsvWriter } from "./journal-csv-writer";

const HEAD: JournalHead = {
  from: "2026-11-02",
  to: null,
  zone: "Asia/Shanghai",
  user: "finance",
  exportedAt: "2026-11-20T12:00:00+08:00",
  assets: [
    { code: "CNY", scale: 2 },
    { code: "JPY", scale: 0 },
    { code: "FUND01", scale: 4 },
  ],
};
const RECEIVABLE: JournalAccount = {
  accountNo: "1122-wechat",
  subjects: [{ code: "1122", name: "Channel receivable" }],
  normalSide: "DEBIT",
  asset: "CNY",
};
const PENDING: JournalAccount = {
  accountNo: "M1-PENDING-FUND01",
  subjects: [
    { code: "2202", name: "Owed to merchants" },
    { code: "2202.10", name: "Shares: pending" },
  ],
  normalSide: "CREDIT",
  asset: "FUND01",
};
const VOUCHER: JournalVoucher = {
  voucherNo: "V2026110200000001",
  accountingOn: "2026-11-02",
  occurredAt: "2026-11-02T09:30:00+08:00",
  event: "order.captured",
  objectType: "order",
  objectNo: "4200000000000000000000000001",
  memo: '=1+1; say, "two"\nlines',
  by: "system",
  reversesVoucherNo: null,
  lines: [
    { account: RECEIVABLE, side: "DEBIT", amountMinor: 950n },
    { account: PENDING, side: "CREDIT", amountMinor: 1n },
  ],
};

describe("the journal for hledger", () => {
  const writer = hledgerWriter(HEAD);

  it("declares commodities at their scale, those with digits in quotes", () => {
    expect(writer.head()).toContain('commodity 1000.00 CNY\ncommodity 1000. JPY\ncommodity 1000.0000 "FUND01"\n');
    expect(writer.head()).toContain("; days: 2026-11-02 to the end\n");
    expect(writer.head()).toContain("; exported by finance at 2026-11-20T12:00:00+08:00\n");
  });

  it("writes a voucher: debits positive, and no text breaks out of its place", () => {
    expect(writer.voucher(VOUCHER)).toBe(`
2026-11-02 * (V2026110200000001) order.captured | order 4200000000000000000000000001
    ; occurred:2026-11-02T09:30:00+08:00
    ; event:order.captured
    ; object:order 4200000000000000000000000001
    ; by:system
    ; memo:=1+1; say; "two" lines
    1122 Channel receivable:1122-wechat  9.50 CNY
    2202 Owed to merchants:2202.10 Shares_ pending:M1-PENDING-FUND01  -0.0001 "FUND01"
`);
  });

  it("declares accounts with their nature, and asserts what they hold in the end", () => {
    expect(writer.account(RECEIVABLE)).toBe("account 1122 Channel receivable:1122-wechat  ; type:A\n");
    expect(writer.account(PENDING)).toContain("; type:L\n");
    expect(writer.closingLine({ account: RECEIVABLE, debitMinor: -5n })).toBe(
      "    1122 Channel receivable:1122-wechat  0.00 CNY = -0.05 CNY\n",
    );
  });
});

describe("the journal as CSV", () => {
  const writer = journalCsvWriter(HEAD);

  it("begins with who asked for what, behind a byte order mark", () => {
    expect(writer.head()).toMatch(/^\uFEFF# clearing-desk, journal\r\n# days: 2026-11-02 to the end\r\n/);
    expect(writer.head()).toMatch(/\r\naccounting_day,voucher_no,line_no,event,.*,by,reverses_voucher_no\r\n$/);
  });

  it("keeps numbers of things as text, amounts exact, and runs nothing", () => {
    const order = "order,'4200000000000000000000000001";
    const end = `"'=1+1; say, ""two""\nlines",2026-11-02T09:30:00+08:00,system,\r\n`;
    expect(writer.voucher(VOUCHER)).toBe(
      `2026-11-02,V2026110200000001,1,order.captured,${order},1122-wechat,'1122,Channel receivable,9.50,,CNY,${end}` +
        `2026-11-02,V2026110200000001,2,order.captured,${order},M1-PENDING-FUND01,'2202.10,Shares: pending,,0.0001,FUND01,${end}`,
    );
  });

  it("opens with balances on their side, so that the columns add up", () => {
    expect(writer.openingLine("2026-11-01", { account: RECEIVABLE, debitMinor: -5n })).toBe(
      "2026-11-01,,,opening,,,1122-wechat,'1122,Channel receivable,,0.05,CNY,,,,\r\n",
    );
  });
});
