import { desk } from "../fixtures/test";
import { feeOf, fileOf, NOTHING_WAITS, orderOf } from "./small-channel";
import type { DroppedFile } from "./statements-page";
import { type BillLine, writeWechatBill } from "./wechat-bill";

type Database = { query: (sql: string) => Promise<{ rows: { on: string }[] }> };

/** What a settlement of the day has to say, in fen, reckoned by hand from the orders below. */
export type ExpectedStatement = {
  captured: bigint;
  refunded: bigint;
  fee: bigint;
  share: bigint;
  adjustment: bigint;
  settled: bigint;
};
export type TradingDay = {
  code: string;
  channelName: string;
  day: string;
  bill: DroppedFile;
  /** Sells little, gives a partner a tenth, and one of its orders was partly given back. */
  small: { merchantNo: string; statement: ExpectedStatement };
  /** Sells for more than one person may let go. */
  large: { merchantNo: string; statement: ExpectedStatement };
};

const CODE = "daywx";
const [SMALL, LARGE, PARTNER] = ["TODAY-SMALL", "TODAY-LARGE", "TODAY-PARTNER"];

/**
 * A channel of a spec's own on the last day that the demo company traded: nobody has its statement yet, and nobody has
 * cleared the day. Its merchants are paid on the day itself, by themselves.
 */
export async function setUpTradingDay(database: Database): Promise<TradingDay> {
  const { rows } = await database.query("SELECT max(statement_on)::text AS on FROM batches");
  const day = rows[0]?.on ?? "";
  const paid = (suffix: string, amountMinor: bigint) => lineOf(day, suffix, amountMinor);
  const [first, second, withCoupon] = [paid("s1", 20_000n), paid("s2", 34_500n), paid("s3", 6_000n)];
  const large = [paid("l1", 800_000n), paid("l2", 550_000n)];
  const refund = { ...paid("s2", 4_500n), fee: `-${feeOf(4_500n)}`, refundNo: `RF-${second.orderNo}` };
  await openChannel();
  const orders = [first, second].map((line) => orderOf(line, CODE, SMALL, day));
  await desk(
    ...["orders", "import"],
    fileOf(
      ...orders,
      couponOrder(withCoupon, day),
      ...large.map((line) => orderOf(line, CODE, LARGE, day)),
      refundOf(refund, day),
    ),
    "--json",
  );
  const buffer = writeWechatBill([first, second, withCoupon, ...large, refund]);
  return {
    ...{ code: CODE, channelName: `渠道 ${CODE}`, day },
    bill: { name: `${CODE}-${day}.csv`, mimeType: "text/csv", buffer },
    small: { merchantNo: SMALL, statement: OF_SMALL },
    large: { merchantNo: LARGE, statement: OF_LARGE },
  };
}

/** Fees are 0.60 % of 200.00, 345.00 and 80.00, less their part of the 45.00 given back; shares a tenth of the same; the coupon of 20.00 nobody funded. */
const OF_SMALL = {
  ...{ captured: 62_500n, refunded: 4_500n, fee: 348n, share: 5_800n, adjustment: -2_000n },
  settled: 49_852n,
};
/** 0.38 % of 8,000.00 and of 5,500.00. */
const OF_LARGE = {
  ...{ captured: 1_350_000n, refunded: 0n, fee: 5_130n, share: 0n, adjustment: 0n },
  settled: 1_344_870n,
};

async function openChannel(): Promise<void> {
  const channel = { code: CODE, name: `渠道 ${CODE}`, format: "wechat-trade", bankAccount: `R-${CODE.toUpperCase()}` };
  await desk("channel", "set", fileOf({ ...channel, ...NOTHING_WAITS, statementLagDays: 0 }), "--json");
  const merchant = (merchantNo: string, name: string, account: string, more: object) => ({
    ...{ merchantNo, name, settlementCycle: "T+0", feeReturn: "PROPORTIONAL" },
    payee: { name, bank: "招商银行", account },
    ...more,
  });
  const merchants = [
    merchant(PARTNER, "一日伙伴", "6225000000001003", {}),
    merchant(SMALL, "一日小店", "6225000000001001", {
      ...{ feeBps: 60, autoPayout: true },
      shares: [{ merchantNo: PARTNER, bps: 1_000 }],
    }),
    merchant(LARGE, "一日大店", "6225000000001002", { feeBps: 38, autoPayout: true }),
  ];
  await desk("merchant", "set", fileOf({ merchants }), "--json");
}

function lineOf(day: string, suffix: string, amountMinor: bigint): BillLine {
  return {
    orderNo: `${CODE}-${suffix}`.toUpperCase(),
    tradeNo: `4200${CODE}${suffix}`.toUpperCase(),
    at: `${day} 12:00:00`,
    amountMinor,
    fee: feeOf(amountMinor),
  };
}

/** 20.00 of it are the merchant's own coupon, for which it has put nothing aside. */
function couponOrder(line: BillLine, day: string) {
  const order = orderOf(line, CODE, SMALL, day);
  const coupon = { kind: "marketing", funder: "merchant", amountMinor: "2000" };
  return { ...order, dueMinor: `${line.amountMinor + 2_000n}`, legs: [...order.legs, coupon] };
}

function refundOf({ refundNo, orderNo, amountMinor }: BillLine, day: string) {
  const succeededAt = `${day}T15:00:00+08:00`;
  return { type: "refund", refundNo, orderNo, amountMinor: `${amountMinor}`, status: "SUCCEEDED", succeededAt };
}
