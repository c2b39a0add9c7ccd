import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageOf, type Parsed, parseBytes, parseText } from "./fixtures/parse-bytes";
import { ADYEN_COLUMNS, type AdyenFixtureRow, writeAdyenSettlement } from "./fixtures/write-adyen";
import { STRIPE_COLUMNS, type StripeFixtureRow, writeStripePayouts } from "./fixtures/write-stripe";
import { canonicalLine, type StatementProblem } from "./statement";

const problemsOf = (parsed: Parsed | null): readonly StatementProblem[] =>
  parsed && !parsed.outcome.ok ? (parsed.outcome.refusal.problems ?? []) : [];

/** Lines at their net and everything else, by asset: nothing is left over in a file that adds up. */
function remainders(parsed: Parsed | null): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  if (!parsed?.outcome.ok) return sums;
  const add = (asset: string, minor: bigint) => sums.set(asset, (sums.get(asset) ?? 0n) + minor);
  for (const line of parsed.lines) {
    add(line.asset, (line.kind === "PAYMENT" ? line.amountMinor : -line.amountMinor) - line.feeMinor);
  }
  for (const other of parsed.outcome.value.others) add(other.asset, other.netMinor);
  return new Map([...sums].filter(([, minor]) => minor !== 0n));
}

const stripeRow: StripeFixtureRow = {
  category: "charge",
  payoutId: "po_1",
  transactionId: "txn_1",
  asset: "USD",
  scale: 2,
  grossMinor: 10_000n,
  feeMinor: 320n,
  at: "2026-11-19 12:00:01",
  sourceId: "ch_1",
  chargeId: "ch_1",
  orderNo: "ORD1",
  description: 'Two "large", one small',
};
const stripeDay: readonly StripeFixtureRow[] = [
  stripeRow,
  {
    ...stripeRow,
    category: "refund",
    transactionId: "txn_2",
    grossMinor: -2_500n,
    feeMinor: 0n,
    sourceId: "re_1",
    refundNo: "REF1",
  },
  {
    ...stripeRow,
    category: "dispute",
    transactionId: "txn_3",
    grossMinor: -1_000n,
    feeMinor: 1_500n,
    sourceId: "dp_1",
  },
  { ...stripeRow, category: "fee", transactionId: "txn_4", grossMinor: -45n, feeMinor: 0n, sourceId: "" },
  {
    ...stripeRow,
    transactionId: "txn_5",
    asset: "JPY",
    scale: 0,
    grossMinor: 1_980n,
    feeMinor: 71n,
    sourceId: "ch_2",
    chargeId: "ch_2",
    orderNo: "ORD2",
  },
];
const stripe = writeStripePayouts(stripeDay);

describe("Stripe's payout reconciliation", () => {
  test("charges and refunds are lines, the rest is kept by kind", () => {
    const found = parseText(stripe);
    expect(found?.lines).toMatchObject([
      {
        kind: "PAYMENT",
        orderNo: "ORD1",
        channelTradeNo: "ch_1",
        amountMinor: 10_000n,
        feeMinor: 320n,
        asset: "USD",
        occurredAt: "2026-11-19T12:00:01+00:00",
      },
      {
        kind: "REFUND",
        orderNo: "ORD1",
        refundNo: "REF1",
        channelTradeNo: "ch_1",
        channelRefundNo: "re_1",
        amountMinor: 2_500n,
      },
      { kind: "PAYMENT", asset: "JPY", amountMinor: 1_980n, feeMinor: 71n, feeE5: 7_100_000n },
    ]);
    expect(found?.outcome).toMatchObject({
      ok: true,
      value: {
        format: "stripe-payout",
        settlesOn: "2026-11-20",
        lines: 3,
        byAsset: [
          { asset: "USD", payments: { count: 1, amountMinor: 10_000n }, refunds: { count: 1 }, feeMinor: 320n },
          { asset: "JPY", payments: { count: 1, amountMinor: 1_980n }, feeMinor: 71n },
        ],
        others: [
          { kind: "dispute", asset: "USD", count: 1, netMinor: -2_500n },
          { kind: "fee", asset: "USD", count: 1, netMinor: -45n },
          { kind: "payout", asset: "USD", count: 1, netMinor: -4_635n },
          { kind: "payout", asset: "JPY", count: 1, netMinor: -1_909n },
        ],
      },
    });
    expect(remainders(found)).toEqual(new Map());
  });

  test.each([
    ["in another order", writeStripePayouts(stripeDay, [...STRIPE_COLUMNS].reverse())],
    [
      "without columns that are not needed",
      writeStripePayouts(
        stripeDay,
        STRIPE_COLUMNS.filter((name) => !/^(fee|available|description|payment_intent)/.test(name)),
      ),
    ],
    [
      "without net, which follows from gross and fee",
      writeStripePayouts(
        stripeDay,
        STRIPE_COLUMNS.filter((name) => name !== "net"),
      ),
    ],
    ["with a BOM and CR LF", `\ufeff${stripe.replaceAll("\n", "\r\n")}`],
    ["without _utc in the names", stripe.replaceAll("_utc", "")],
    [
      "with every cell quoted",
      stripe
        .split("\n")
        .map((line) => (line === "" || line.includes('"') ? line : `"${line.replaceAll(",", '","')}"`))
        .join("\n"),
    ],
    [
      "with its payout first",
      stripe
        .split("\n")
        .map((line, index, all) =>
          index === 1
            ? [all.find((row) => row.includes(",payout,po_1")), line].join("\n")
            : line.includes("txn_payout_0")
              ? null
              : line,
        )
        .filter((line) => line !== null)
        .join("\n"),
    ],
  ])("%s says the same", (_, text) => {
    const found = parseText(text);
    expect(found?.outcome).toMatchObject({ ok: true });
    expect(found?.lines.map(canonicalLine)).toEqual(parseText(stripe)?.lines.map(canonicalLine));
  });

  test("a file without rows is an empty day", () => {
    expect(parseText(writeStripePayouts([]))?.outcome).toMatchObject({ ok: true, value: { lines: 0 } });
  });

  test("a payout without a payout of its own is its own", () => {
    const text = stripe.replace(/^po_1(,.*payout,po_1)/gm, "$1");
    expect(text).not.toBe(stripe);
    expect(parseText(text)?.outcome).toMatchObject({ ok: true, value: { lines: 3 } });
  });

  test("a payout that lies is refused with both numbers", () => {
    const found = parseText(stripe.replaceAll("-46.35", "-46.36"));
    expect(found?.outcome).toMatchObject({
      refusal: { code: "statement_totals_disagree", message: expect.stringMatching(/46\.36 USD.*46\.35 USD/) },
    });
  });

  test("a payout that is missing is refused", () => {
    const text = stripe
      .split("\n")
      .filter((line) => !line.includes("txn_payout_1"))
      .join("\n");
    expect(parseText(text)?.outcome).toMatchObject({
      refusal: { code: "statement_truncated", message: expect.stringContaining("po_1 (JPY)") },
    });
  });

  test.each([
    ["a net that lies", ",96.80,", ",96.81,", "net"],
    ["an exponent", ",100.00,", ",1E2,", "gross"],
    ["full-width digits", ",100.00,", ",１００.00,", "gross"],
    ["sen", ",1980,", ",1980.5,", "gross"],
    ["no amount", ",100.00,", ",,", "gross"],
    ["a currency that is none", ",jpy,1980,", ",yen!,1980,", "currency"],
    ["a day that is none", "2026-11-19 12:00:01", "2026-11-31 12:00:01", "created_utc"],
    ["no kind", ",dispute,", ",,", "reporting_category"],
  ])("%s is refused", (_, from, to, column) => {
    expect(stripe).toContain(from);
    expect(problemsOf(parseText(stripe.replace(from, to)))).toMatchObject([{ column }]);
  });
});

const adyenRow: AdyenFixtureRow = {
  type: "Settled",
  batch: "7",
  pspReference: "PSP00000000000001",
  orderNo: "ORD1",
  modification: "MOD1",
  at: "2026-11-19 12:00:01",
  grossAsset: "EUR",
  grossScale: 2,
  grossMinor: 10_000n,
  netAsset: "EUR",
  netScale: 2,
  netMinor: 9_855n,
  feesE5: [0n, 60_000n, 25_000n, 60_000n],
};
const other = (type: string, netMinor: bigint): AdyenFixtureRow => {
  const { feesE5: _, ...rest } = adyenRow;
  return { ...rest, type, orderNo: "", grossAsset: "", netMinor };
};
const adyenDay: readonly AdyenFixtureRow[] = [
  adyenRow,
  {
    ...adyenRow,
    type: "Refunded",
    modification: "MOD2",
    refundNo: "REF1",
    grossMinor: -2_500n,
    netMinor: -2_512n,
    feesE5: [12_345n, 0n, 0n, 0n],
  },
  other("Chargeback", -1_000n),
  other("ChargebackReversed", 1_000n),
  other("RefundedReversed", 300n),
  other("Fee", -1_050n),
  other("DepositCorrection", -200n),
  other("Balancetransfer", 77n),
  other("InvoiceDeduction", -2_000n),
  { ...adyenRow, orderNo: "ORD2", grossAsset: "JPY", grossScale: 0, grossMinor: 5_000n, netMinor: 3_000n },
];
const adyen = writeAdyenSettlement(adyenDay);

describe("Adyen's settlement details", () => {
  test("settled and refunded rows are lines, the rest is kept by kind", () => {
    const found = parseText(adyen);
    expect(found?.lines).toMatchObject([
      {
        kind: "PAYMENT",
        orderNo: "ORD1",
        channelTradeNo: "PSP00000000000001",
        amountMinor: 10_000n,
        feeMinor: 145n,
        feeE5: 145_000n,
        occurredAt: "2026-11-19T12:00:01+01:00",
        counterpartyMerchantNo: "SampleMerchant",
      },
      { kind: "REFUND", refundNo: "REF1", channelRefundNo: "MOD2", amountMinor: 2_500n, feeMinor: 12n, feeE5: 12_345n },
      { kind: "PAYMENT", asset: "JPY", amountMinor: 5_000n, feeMinor: 0n },
    ]);
    expect(found?.outcome).toMatchObject({
      ok: true,
      value: { format: "adyen-settlement", settlesOn: null, lines: 3 },
    });
    const others = found?.outcome.ok ? found.outcome.value.others : [];
    expect(others.map((one) => `${one.kind} ${one.asset} ${one.netMinor}`)).toEqual([
      "Chargeback EUR -1000",
      "ChargebackReversed EUR 1000",
      "RefundedReversed EUR 300",
      "Fee EUR -1050",
      "DepositCorrection EUR -200",
      "Balancetransfer EUR 77",
      "InvoiceDeduction EUR -2000",
      "converted JPY -5000",
      "converted EUR 3000",
      "MerchantPayout EUR -7470",
    ]);
    expect(remainders(found)).toEqual(new Map());
  });

  test.each([
    ["in another order", writeAdyenSettlement(adyenDay, [...ADYEN_COLUMNS].reverse())],
    ["with LF", adyen.replaceAll("\r\n", "\n")],
    ["with more said of the payout", adyen.replace(",MerchantPayout,", ',"MerchantPayout, to the bank",')],
    ["with zeros where nothing is", adyen.replaceAll("EUR,,100.00", "EUR,0.00,100.00")],
  ])("%s says the same", (_, text) => {
    const found = parseText(text);
    expect(found?.outcome).toMatchObject({ ok: true });
    expect(found?.lines.map(canonicalLine)).toEqual(parseText(adyen)?.lines.map(canonicalLine));
  });

  test("a fee that comes back with a refund may be written without a sign", () => {
    const returned: AdyenFixtureRow = {
      ...adyenRow,
      type: "Refunded",
      grossMinor: -2_500n,
      netMinor: -2_488n,
      feesE5: [12_000n, 0n, 0n, 0n],
    };
    const found = parseText(writeAdyenSettlement([returned]));
    expect(found?.lines).toMatchObject([{ kind: "REFUND", feeMinor: -12n, feeE5: -12_000n }]);
  });

  test("a batch that doesn't add up is refused with both numbers", () => {
    const found = parseText(adyen.replace("74.70", "74.71"));
    expect(found?.outcome).toMatchObject({
      refusal: { code: "statement_totals_disagree", message: expect.stringMatching(/74\.71 EUR.*74\.70 EUR/) },
    });
  });

  test.each([
    ["a gross that lies", ",100.00,1,EUR", ",100.01,1,EUR", "NetCredit(NC)"],
    ["a fee that lies", ",0.60000,0.25000", ",0.61000,0.25000", "NetCredit(NC)"],
    ["an exponent", ",100.00,1,EUR", ",1E2,1,EUR", "GrossCredit(GC)"],
    ["a zone that is none", ",CET,Settled,MOD1,EUR", ",MOON,Settled,MOD1,EUR", "TimeZone"],
    ["a day that is none", "2026-11-19 12:00:01,CET,Settled", "2026-02-30 12:00:01,CET,Settled", "CreationDate"],
    ["no batch", "7,\r\n", ",\r\n", "BatchNumber"],
    ["no amount", ",98.55,", ",,", "NetCredit(NC)"],
  ])("%s is refused", (_, from, to, column) => {
    expect(adyen).toContain(from);
    expect(problemsOf(parseText(adyen.replace(from, to)))).toMatchObject([{ column }]);
  });
});

const stripeRows = fc.array(
  fc
    .record({
      category: fc.constantFrom("charge", "refund", "dispute", "fee", "transfer", "topup"),
      payoutId: fc.constantFrom("po_1", "po_2"),
      currency: fc.constantFrom(["USD", 2] as const, ["JPY", 0] as const, ["KWD", 3] as const),
      amount: fc.bigInt({ min: 0n, max: 10n ** 10n }),
      feeMinor: fc.bigInt({ min: 0n, max: 10_000n }),
      number: fc.nat(),
    })
    .map(({ currency: [asset, scale], amount, number, ...row }): StripeFixtureRow => {
      const grossMinor = row.category === "charge" || row.category === "topup" ? amount : -amount;
      const ids = { transactionId: `txn_${number}`, sourceId: `src_${number}`, orderNo: `ORD${number}` };
      return { ...stripeRow, ...row, ...ids, asset, scale, grossMinor };
    }),
  { maxLength: 12 },
);

const adyenRows = fc.array(
  fc
    .record({
      type: fc.constantFrom("Settled", "Refunded", "Chargeback", "Fee", "Balancetransfer"),
      batch: fc.constantFrom("7", "8"),
      amount: fc.bigInt({ min: 0n, max: 10n ** 10n }),
      fees: fc.tuple(...[0, 1, 2, 3].map(() => fc.bigInt({ min: 0n, max: 5_000n }))),
      number: fc.nat(),
    })
    .map(({ amount, fees, number, ...row }): AdyenFixtureRow => {
      const grossMinor = row.type === "Settled" ? amount : -amount;
      const feesE5 = fees.map((fee) => fee * 1_000n) as [bigint, bigint, bigint, bigint];
      const netMinor = grossMinor - fees.reduce((sum, fee) => sum + fee, 0n);
      return { ...adyenRow, ...row, orderNo: `ORD${number}`, grossMinor, netMinor, feesE5 };
    }),
  { maxLength: 12 },
);

describe.each([
  [
    "Stripe",
    stripeRows.map((rows) => ({
      text: writeStripePayouts(rows),
      said: rows.filter((row) => /charge|refund/.test(row.category)),
    })),
  ],
  [
    "Adyen",
    adyenRows.map((rows) => ({
      text: writeAdyenSettlement(rows),
      said: rows.filter((row) => /Settled|Refunded/.test(row.type)),
    })),
  ],
] as const)("laws of %s", (_, file) => {
  const absolute = (minor: bigint) => (minor < 0n ? -minor : minor);

  test("what was written is read, and nothing is left over", () => {
    fc.assert(
      fc.property(file, ({ text, said }) => {
        const found = parseText(text);
        expect(found?.outcome).toMatchObject({ ok: true, value: { lines: said.length } });
        const amounts = found?.lines.map((line) => `${line.orderNo} ${line.amountMinor}`).sort();
        expect(amounts).toEqual(said.map((row) => `${row.orderNo} ${absolute(row.grossMinor)}`).sort());
        expect(remainders(found)).toEqual(new Map());
      }),
      { numRuns: 150 },
    );
  });

  test("a file with a digit of an amount changed is refused, or its money is the same", () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.integer({ min: 0, max: 9 }), ({ text }, pick, digit) => {
        const places = [...text.matchAll(/(?<=,-?\d{0,9})\d(?=\d{0,9}\.\d|,)|(?<=\.\d{0,4})\d/g)].map(
          (match) => match.index,
        );
        const at = places[pick % Math.max(1, places.length)];
        if (at === undefined) return;
        const found = parseText(`${text.slice(0, at)}${digit}${text.slice(at + 1)}`);
        if (!found?.outcome.ok) return;
        const say = (parsed: Parsed | null) =>
          parsed?.lines.map((line) => `${line.kind} ${line.amountMinor} ${line.feeMinor}`);
        expect(say(found)).toEqual(say(parseText(text)));
      }),
      { numRuns: 400 },
    );
  });

  test("a file without one of its rows is refused, or that row was nothing", () => {
    fc.assert(
      fc.property(file, fc.nat(), ({ text }, pick) => {
        const rows = text.trimEnd().split("\n");
        if (rows.length < 2) return;
        const left = rows.filter((__, index) => index !== 1 + (pick % (rows.length - 1)));
        const found = parseText(left.join("\n"));
        if (found?.outcome.ok) expect(remainders(found)).toEqual(new Map());
      }),
      { numRuns: 150 },
    );
  });
});

describe("rows over lines, titles and users' columns", () => {
  const broken = stripe.replace('"Two ""large"", one small"', '"Two ""large"",\n\n one small"');

  test("a description with line ends is one row, wherever the chunks end", () => {
    expect(broken).not.toBe(stripe);
    for (const text of [broken, broken.replaceAll("\n", "\r\n")]) {
      const bytes = new TextEncoder().encode(text);
      for (const found of [parseBytes(bytes), parseBytes(bytes, {}, 3)]) {
        expect(messageOf(found)).toBe("");
        expect(found?.lines.map(canonicalLine)).toEqual(parseText(stripe)?.lines.map(canonicalLine));
        expect(found?.lines[0]).toMatchObject({ lineNo: 2, raw: expect.stringContaining("one small") });
        expect(found?.lines[1]?.byteOffset).toBe(text.indexOf("po_1,2026-11-20 00:00:00,txn_2"));
      }
    }
  });

  test.each([
    [
      "a row whose quote stays open to the end",
      broken.slice(0, broken.indexOf(" one small")),
      "statement_truncated",
      "closing quote",
    ],
    [
      "a quote that swallows the file",
      stripe.replace("po_1,", '"po_1,').replaceAll(/,"(?=Two)|small"/g, ""),
      "statement_truncated",
      "closing quote",
    ],
  ])("%s is refused", (_, text, code, words) => {
    const found = parseText(text);
    expect(found?.outcome).toMatchObject({ ok: false, refusal: { code } });
    expect(messageOf(found)).toContain(words);
  });

  test("a quote that is open for more than a line's limit is refused by its row", () => {
    const text = stripe.replace('"Two', `"${"x\n".repeat(40_000)}Two`);
    expect(messageOf(parseText(text))).toContain("row that begins on line 2 has a quote that is not closed");
  });

  test("a title may stand before the header, and a user's column may have a comma in its name", () => {
    const titled = `Payout report\n2026-11-20\n${stripe.replace("description", '"payment_metadata[a, b]"')}`;
    expect(parseText(titled)?.lines.map(canonicalLine)).toEqual(parseText(stripe)?.lines.map(canonicalLine));
  });
});

describe("Adyen's zones and fees", () => {
  const inZone = (zone: string, at = "2026-07-01 12:00:00") =>
    parseText(adyen.replaceAll(",CET,", `,${zone},`).replaceAll(/2026-11-\d\d \d\d:\d\d:\d\d/g, at));

  test.each([
    ["CEST", "2026-07-01T12:00:00+02:00"],
    ["Europe/Amsterdam", "2026-07-01T12:00:00+02:00"],
    ["America/New_York", "2026-07-01T12:00:00-04:00"],
    ["America/Argentina/Buenos_Aires", "2026-07-01T12:00:00-03:00"],
    ["Asia/Kolkata", "2026-07-01T12:00:00+05:30"],
  ])("%s", (zone, occurredAt) => {
    expect(inZone(zone)?.lines[0]).toMatchObject({ occurredAt });
  });

  test.each(["NET", "EUX", "constructor"])("%s is refused: it is no currency", (asset) => {
    expect(messageOf(parseText(adyen.replace(",MOD1,EUR,", `,MOD1,${asset},`)))).toContain("is not a currency");
  });

  test("a place's clocks change during its day", () => {
    const offsets = ["2026-03-29 01:59:59", "2026-03-29 03:00:00", "2026-10-25 01:59:59", "2026-10-25 03:00:00"].map(
      (at) => inZone("Europe/Paris", at)?.lines[0]?.occurredAt.slice(-6),
    );
    expect(offsets).toEqual(["+01:00", "+02:00", "+02:00", "+01:00"]);
  });

  test("interchange of more than five decimals is rounded half up, once for the row", () => {
    const found = parseText(adyen.replace("0.00000,0.60000,0.25000,0.60000", "0,0.600004,0.25000049,0.60000051"));
    expect(found?.outcome).toMatchObject({ ok: true });
    expect(found?.lines[0]).toMatchObject({ feeE5: 145_001n, feeMinor: 145n });
  });

  test("a row of nothing may have neither a debit nor a credit, where the batch proves it", () => {
    const nothing = writeAdyenSettlement([adyenRow, other("Fee", 0n)]);
    const blank = nothing.replace(/(Fee,.*),0\.00,/, "$1,,");
    expect(blank).not.toBe(nothing);
    expect(parseText(blank)?.outcome).toMatchObject({ ok: true });
    expect(parseText(nothing.replace(",98.55,", ",,"))?.outcome.ok).toBe(false);
  });

  test.each(["CST", "IST", "Mars/Olympus", "__proto__"])("%s is refused: it names no one place", (zone) => {
    expect(messageOf(inZone(zone))).toContain("is not a time zone");
  });
});
