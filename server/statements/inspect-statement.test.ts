import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BANK_DAY } from "@/core/statements/fixtures/sample-bank";
import { UNIONPAY_DAY, UNIONPAY_NAME } from "@/core/statements/fixtures/sample-days";
import { writeAdyenSettlement } from "@/core/statements/fixtures/write-adyen";
import { writeCamt053 } from "@/core/statements/fixtures/write-camt053";
import { writeMt940 } from "@/core/statements/fixtures/write-mt940";
import { writeStripePayouts } from "@/core/statements/fixtures/write-stripe";
import { UNIONPAY_MERCHANT, writeUnionpayZm, writeUnionpayZme } from "@/core/statements/fixtures/write-unionpay";
import { inspectStatement } from "./inspect-statement";
import { readStatement } from "./read-statement";
import { writeZip } from "./zip-fixture";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "desk-inspect-"));
});
afterAll(() => rm(folder, { recursive: true }));

const utf8 = (text: string) => new TextEncoder().encode(text);
let uploads = 0;
async function save(bytes: Uint8Array): Promise<string> {
  uploads += 1;
  const path = join(folder, `${uploads}`);
  await writeFile(path, bytes);
  return path;
}
const inspect = async (bytes: Uint8Array) =>
  inspectStatement({ path: await save(bytes), fileName: "file.bin", channel: null, settlesOn: null });

const mt940 = utf8(writeMt940([BANK_DAY], { entriesOnPage: 2 }));
const camt053 = utf8(writeCamt053([BANK_DAY]));
const bankFiles: [string, Uint8Array, string][] = [
  ["MT940", mt940, "mt940"],
  ["MT940 in an archive", writeZip([{ name: utf8("a.sta"), content: mt940 }]), "mt940"],
  ["camt.053", camt053, "camt053"],
  ["camt.053 in gzip", gzipSync(camt053), "camt053"],
];

describe("bank statements", () => {
  test.each(bankFiles)("%s is recognised and summed up by account", async (_, bytes, format) => {
    expect(await inspect(bytes)).toMatchObject({
      ok: true,
      value: {
        format,
        statementNo: null,
        channel: null,
        settlesOn: null,
        lines: 4,
        accounts: [
          {
            accountNo: "DE02120300000000202051",
            asset: "EUR",
            openingMinor: "100000",
            closingMinor: "87660",
            income: { count: 2, amountMinor: "30005" },
            outgo: { count: 2, amountMinor: "42345" },
          },
        ],
      },
    });
  });

  test.each(bankFiles)("%s is refused where payments are wanted", async (_, bytes, format) => {
    const keep = async () => expect.unreachable("a bank statement has no lines of payments");
    expect(await readStatement(await save(bytes), "file.bin", keep)).toMatchObject({
      ok: false,
      refusal: { code: "statement_is_bank_statement", params: { format } },
    });
  });

  test("a balance that lies is refused with both numbers", async () => {
    const lying = utf8(writeMt940([BANK_DAY]).replace("EUR876,60", "EUR876,06"));
    expect(await inspect(lying)).toMatchObject({
      refusal: { code: "statement_totals_disagree", message: expect.stringMatching(/876\.06 EUR.*876\.60 EUR/) },
    });
  });
});

test("Stripe's and Adyen's files are summed up by currency and kind", async () => {
  const charge = {
    category: "charge",
    payoutId: "po_1",
    transactionId: "txn_1",
    asset: "JPY",
    scale: 0,
    grossMinor: 5_000n,
    feeMinor: 180n,
    at: "2026-11-19 12:00:01",
    sourceId: "ch_1",
  };
  expect(await inspect(utf8(writeStripePayouts([charge])))).toMatchObject({
    value: {
      format: "stripe-payout",
      settlesOn: "2026-11-20",
      byAsset: [{ asset: "JPY", payments: { count: 1, amountMinor: "5000" }, feeMinor: "180" }],
      others: [{ kind: "payout", asset: "JPY", count: 1, netMinor: "-4820" }],
      errorTrades: null,
    },
  });
  expect(await inspect(utf8(writeAdyenSettlement([])))).toMatchObject({
    value: { format: "adyen-settlement", lines: 0 },
  });
});

test("UnionPay's error trades are shown beside the day", async () => {
  const error = {
    tradeCode: "E22",
    at: "0101120000",
    amountMinor: 500n,
    feeMinor: 3n,
    settledMinor: -497n,
    previousAt: "1230110000",
    previousAmountMinor: 500n,
  };
  const zip = writeZip([
    { name: utf8(UNIONPAY_NAME), content: writeUnionpayZm(UNIONPAY_DAY, "older") },
    { name: utf8(`INN18010188ZME_${UNIONPAY_MERCHANT}`), content: writeUnionpayZme([error]) },
  ]);
  expect(await inspect(zip)).toMatchObject({
    value: {
      settlesOn: "2018-01-01",
      lines: 3,
      errorTrades: { debits: { count: 1, amountMinor: "497" }, trades: [{ tradeCode: "E22", settledMinor: "-497" }] },
    },
  });
});
