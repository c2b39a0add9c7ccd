import fc from "fast-check";
import { addDays } from "@/core/calendar/settlement-day";

/** The days on which the data sets trade: over both ends of summer time, a holiday, two make-up days and a month's end. */
export const FIRST_DAY = "2026-10-23";
export const TRADING_DAYS = 12;
export const LAST_DAY = addDays(FIRST_DAY, TRADING_DAYS);
export const HOLIDAYS = ["2026-10-28", "2026-10-29", "2026-10-30"];
export const MAKE_UP_DAYS = ["2026-10-31", "2026-11-01"];

/** Channels in zones that change their clocks on those days, one that ends its day early, and one that is ahead of us. */
export const CHANNELS = [
  { code: "shanghai", timezone: "Asia/Shanghai", cutoff: "23:00" },
  { code: "berlin", timezone: "Europe/Berlin", cutoff: "00:00" },
  { code: "newyork", timezone: "America/New_York", cutoff: "00:00" },
  { code: "apia", timezone: "Pacific/Apia", cutoff: "00:00" },
] as const;
/** Days of the window, counted from its first, whose clocks have an hour twice. */
const BERLIN_WINTER = 2;
const NEW_YORK_WINTER = 9;
/** Minutes of Shanghai's day: its first and last, noon, and the hours that Berlin (08:00–10:00) and New York (13:00–15:00) then have twice. */
const MINUTES = [0, 1, 510, 570, 720, 810, 870, 1_439];

const bps = fc.integer({ min: 0, max: 3_000 });
const smallMinor = fc.bigInt({ min: 0n, max: 400n });
const share = fc.record({ to: fc.constantFrom("P", "Q"), bps, fixedMinor: smallMinor });
const contract = fc.record({
  feeBps: fc.integer({ min: 0, max: 300 }),
  feeMinMinor: fc.option(smallMinor, { nil: 0n }),
  feeMaxMinor: fc.option(fc.bigInt({ min: 400n, max: 2_000n })),
  feeTiers: fc.constantFrom(
    [],
    [{ fromMinor: 30_000n, feeBps: 45 }],
    [
      { fromMinor: 10_000n, feeBps: 50 },
      { fromMinor: 60_000n, feeBps: 20 },
    ],
  ),
  feeReturn: fc.constantFrom("NONE" as const, "PROPORTIONAL" as const),
  // A receiver stands once in a contract.
  shares: fc.uniqueArray(share, { maxLength: 2, selector: ({ to }) => to }),
  cycleDays: fc.constantFrom(0, 1, 2, 5, 30),
});
const refund = fc.record({ daysLater: fc.integer({ min: 0, max: 5 }), permille: fc.integer({ min: 1, max: 1_000 }) });
const order = fc.record({
  channel: fc.nat(CHANNELS.length - 1),
  cashMinor: fc.oneof(fc.bigInt({ min: 1n, max: 300n }), fc.bigInt({ min: 300n, max: 80_000n })),
  merchantCoupon: fc.oneof({ weight: 3, arbitrary: fc.constant(0n) }, fc.bigInt({ min: 1n, max: 500n })),
  platformCoupon: fc.oneof({ weight: 5, arbitrary: fc.constant(0n) }, fc.bigInt({ min: 1n, max: 500n })),
  day: fc.oneof(fc.nat(TRADING_DAYS - 1), fc.constantFrom(BERLIN_WINTER, NEW_YORK_WINTER)),
  minute: fc.oneof(fc.nat(1_439), fc.constantFrom(...MINUTES)),
  /** Ordered so many minutes before it was paid. */
  minutesBefore: fc.constantFrom(0, 0, 90),
  /** Heard of so many days after it was paid. */
  daysLate: fc.constantFrom(0, 0, 0, 1, 3),
  refunds: fc.array(refund, { maxLength: 3 }),
});

/** One data set: a seller with its contract and two partners who sell nothing, its orders and refunds, and what people adjust. */
export const dataSet = fc.record({
  contract,
  orders: fc.array(order, { minLength: 1, maxLength: 9 }),
  adjustment: fc.option(fc.record({ day: fc.nat(TRADING_DAYS - 1), minor: fc.bigInt({ min: 1n, max: 900n }) })),
});
type DataSet = typeof dataSet extends fc.Arbitrary<infer T> ? T : never;
export type Contract = DataSet["contract"];

/** A refund as it will be asked for; taken out of its set where no money of the merchant's is there for it. */
export type SetRefund = { readonly refundNo: string; readonly day: string; readonly amountMinor: bigint };
export type SetOrder = {
  readonly orderNo: string;
  readonly channel: (typeof CHANNELS)[number];
  readonly cashMinor: bigint;
  readonly merchantCoupon: bigint;
  readonly platformCoupon: bigint;
  readonly paidAt: Date;
  readonly orderedAt: Date;
  /** In Shanghai. */
  readonly paidOn: string;
  readonly heardOn: string;
  refunds: SetRefund[];
};
/** A set with its own numbers: seller `S7`, partners `S7P` and `S7Q`, orders `S7-0`. */
export type NumberedSet = {
  readonly seller: string;
  readonly contract: Contract;
  readonly orders: SetOrder[];
  readonly adjustment: { readonly on: string; readonly minor: bigint } | null;
};

export const grossOf = ({ cashMinor, merchantCoupon, platformCoupon }: SetOrder) =>
  cashMinor + merchantCoupon + platformCoupon;

export function numberSet({ contract: agreed, orders, adjustment }: DataSet, nth: number): NumberedSet {
  const seller = `S${nth}`;
  return {
    ...{ seller, contract: agreed },
    orders: orders.map((one, index) => numberOrder(`${seller}-${index}`, one)),
    adjustment: adjustment && { on: addDays(FIRST_DAY, adjustment.day), minor: adjustment.minor },
  };
}

type DrawnOrder = DataSet["orders"][number];

function numberOrder(orderNo: string, drawn: DrawnOrder): SetOrder {
  const channel = CHANNELS[drawn.channel] ?? CHANNELS[0];
  const paidOn = addDays(FIRST_DAY, drawn.day);
  const heardOn = [addDays(paidOn, drawn.daysLate), addDays(LAST_DAY, -1)].sort()[0] ?? paidOn;
  const paidAt = new Date(Date.parse(`${paidOn}T00:00:00+08:00`) + drawn.minute * 60_000);
  const orderedAt = new Date(paidAt.getTime() - drawn.minutesBefore * 60_000);
  const { cashMinor, merchantCoupon, platformCoupon } = drawn;
  const paid = { orderNo, channel, cashMinor, merchantCoupon, platformCoupon, paidAt, orderedAt, paidOn, heardOn };
  return { ...paid, refunds: numberRefunds(orderNo, heardOn, drawn) };
}

/** The refunds of an order in their order, together never more than it; the last one takes what is left where its part says so. */
function numberRefunds(orderNo: string, heardOn: string, { refunds, ...drawn }: DrawnOrder): SetRefund[] {
  let left = drawn.cashMinor + drawn.merchantCoupon + drawn.platformCoupon;
  return refunds
    .toSorted((one, other) => one.daysLater - other.daysLater)
    .flatMap(({ daysLater, permille }, index) => {
      const day = addDays(heardOn, daysLater);
      const amountMinor = permille > 600 ? left : (left * BigInt(permille)) / 1_000n;
      if (amountMinor === 0n || day >= LAST_DAY) return [];
      left -= amountMinor;
      return [{ refundNo: `R${index}-${orderNo}`, day, amountMinor }];
    });
}

/** T+N counted naively: open days are written in a row, and the N-th after the day (or the first from it) is the due one. */
export function dueOn(day: string, cycleDays: number): string {
  const open: string[] = [];
  for (let on = day; open.length <= cycleDays + 1; on = addDays(on, 1)) {
    const weekday = new Date(`${on}T00:00:00Z`).getUTCDay();
    const isOpen = MAKE_UP_DAYS.includes(on) || (weekday % 6 !== 0 && !HOLIDAYS.includes(on));
    if (isOpen) open.push(on);
  }
  const after = open[0] === day ? cycleDays : Math.max(cycleDays, 1) - 1;
  return open[after] ?? "";
}
