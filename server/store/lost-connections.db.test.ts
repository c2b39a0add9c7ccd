import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ordersFileLine } from "@/contracts/orders";
import { addDays } from "@/core/calendar/settlement-day";
import type { Json } from "@/core/json";
import { accept, type Result } from "@/core/result";
import { importOrders } from "@/server/commands/import-orders";
import { recordTopUp } from "@/server/commands/record-top-up";
import { runClearing } from "@/server/commands/run-clearing";
import { makePool } from "@/server/db";
import { postVouchers, reverseVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import { type DbTransaction, transact } from "@/server/transact";
import { brokenLaws } from "@/tests/book-laws";
import { asSystem, NOON } from "@/tests/command-context";
import { accepted, type Desk, decideAs, openItemOf, orderLine, proposeAs, reconcileDay } from "@/tests/desk-fixture";
import { FAULTS, type Fault, type FaultProxy, openFaultProxy } from "@/tests/fault-proxy";
import { addPayees, askFor, openPayoutDesk } from "@/tests/payout-fixture";
import { askAs, takePaid } from "@/tests/refund-fixture";
import { LATER, sell } from "@/tests/settlement-fixture";

/**
 * Every statement of every way into the book meets every fault: afterwards nothing stands on a command that has not ended,
 * what became of it can be found by its id, and asking again gives one effect.
 */
const PATIENCE_MS = 25;
const LIMITS = {
  DESK_POOL_MAX: 2,
  DESK_STATEMENT_TIMEOUT_MS: 5_000,
  DESK_LOCK_TIMEOUT_MS: 5_000,
  DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: 5_000,
  DESK_TRANSACTION_TIMEOUT_MS: 10_000,
};
let desk: Desk;
let proxy: FaultProxy;
beforeAll(async () => {
  desk = await openPayoutDesk();
  proxy = await openFaultProxy(desk.db.appUrl, PATIENCE_MS * 2);
});
afterAll(async () => {
  await desk.db.drop();
  await proxy.close();
});

function topUp(key: string, amount: bigint): VoucherDraft {
  const place = {
    asset: "CNY",
    owner: { bankAccount: "reserve" },
    on: "2026-11-20",
    occurredAt: NOON,
    objectType: "test",
    objectNo: key,
  };
  return { event: "reserve.covered", key, amounts: { amount }, ...place };
}

/** A way into the book: `prepare` makes what one case needs and answers how to run it, the same however often. */
type Way = {
  readonly name: string;
  readonly vouchers: number;
  /** Of clearing: nobody here pays a fee, so that it posts nothing. */
  readonly batches?: number;
  readonly prepare: (command: string) => Promise<() => Promise<Result<Json>>>;
};
const inTransaction = (name: string, command: string, effect: (tx: DbTransaction) => Promise<unknown>) => () =>
  transact(name, asSystem(command), {}, async (tx) => {
    await effect(tx);
    return accept(name);
  });
const sign = (command: string, asked: Result<{ approvalNo: string }>) => {
  const { approvalNo } = accepted(asked);
  return () => decideAs(desk.people.finance, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" }, command);
};
const reserve = "(SELECT id FROM accounts WHERE account_no = '1002-reserve')";

const WAYS: readonly Way[] = [
  {
    name: "one voucher",
    vouchers: 1,
    prepare: async (id) => inTransaction("single", id, (tx) => postVouchers(tx, [topUp(`s-${id}`, 5n)])),
  },
  {
    name: "a batch",
    vouchers: 3,
    prepare: async (id) =>
      inTransaction("batch", id, (tx) =>
        postVouchers(
          tx,
          [1n, 2n, 3n].map((n) => topUp(`b-${id}-${n}`, n)),
        ),
      ),
  },
  {
    name: "a reversal",
    vouchers: 1,
    prepare: async (id) => {
      let voucherIds: bigint[] = [];
      await inTransaction("wrong", randomUUID(), async (tx) => {
        voucherIds = (await postVouchers(tx, [topUp(`r-${id}`, 7n)])).map((one) => one.voucherId);
      })();
      return inTransaction("reverse", id, (tx) => reverseVouchers(tx, { voucherIds, on: "2026-11-20", memo: "" }));
    },
  },
  {
    name: "a hold and its capture",
    vouchers: 1,
    prepare: async (id) =>
      inTransaction("hold", id, async (tx) => {
        const [hold] = await tx.query<{ id: bigint }>(
          `SELECT id FROM ledger_hold($1::uuid, 'h-' || $1, ${reserve}, 4, 't', 't', 't', NULL)`,
          [id],
        );
        await tx.query(
          `SELECT ledger_capture($1::uuid, ARRAY[$2::bigint], ARRAY[4::bigint], 'c-' || $1, 'reserve.covered', 1, '2026-11-20', now(), 't', 't', '',
             NULL, ARRAY[${reserve}, (SELECT id FROM accounts WHERE account_no = '1012')], ARRAY['CREDIT', 'DEBIT'], ARRAY[4, 4]::bigint[])`,
          [id, hold?.id],
        );
      }),
  },
  {
    name: "a command of one voucher",
    vouchers: 1,
    prepare: async (id) => {
      const input = {
        event: "settlement.topped_up",
        merchantNo: "M1",
        key: `t-${id}`,
        bankAccount: "reserve",
        amountMinor: 9n,
        asset: "CNY",
        paidInAt: NOON,
      } as const;
      return () => recordTopUp(asSystem(id), input);
    },
  },
  {
    name: "orders",
    vouchers: 2,
    prepare: async (id) => {
      const lines = [`A-${id}`, `B-${id}`].map((orderNo, index) => ({
        lineNo: index + 1,
        line: ordersFileLine.parse(orderLine({ orderNo: orderNo.slice(0, 30), cashMinor: 100n }, "2026-11-19")),
      }));
      return () => importOrders(asSystem(id), { lines });
    },
  },
  {
    name: "an approval",
    vouchers: 1,
    prepare: async (id) => {
      const key = await takeUnknownPayment();
      const { itemNo } = await openItemOf(key);
      const choice = { resolution: "REFUND_TO_PAYER" } as const;
      return sign(id, await proposeAs(desk.people.maker, { itemNo, expectedVersion: 1, choice, reason: "clear" }));
    },
  },
  {
    name: "a refund",
    vouchers: 1,
    prepare: async (id) => {
      const orderNo = `F-${id}`.slice(0, 30);
      await takePaid([{ orderNo, cashMinor: 500n }]);
      return sign(id, await askAs(desk.people.maker, { orderNo, amountMinor: 200n }));
    },
  },
  {
    name: "a payout",
    vouchers: 1,
    prepare: async (id) => {
      const [payee = ""] = await addPayees(desk, "M1", 1);
      return () => askFor(desk.people.maker, { amountMinor: 3n, payee }, id);
    },
  },
  {
    name: "a day's clearing",
    vouchers: 0,
    batches: 1,
    prepare: async (id) => {
      clearedOn = addDays(clearedOn, 1);
      const date = clearedOn;
      await sell(
        date,
        ...["M1", "M2"].map((merchantNo) => ({ orderNo: `${merchantNo}-${date}`, merchantNo, cashMinor: 700n })),
      );
      return () => runClearing(asSystem(id, LATER), { date });
    },
  },
];
/** The last day that was cleared; every case has a day of its own. */
let clearedOn = "2026-01-31";

/** A payment that the channel alone knows; many are reconciled at once. */
async function takeUnknownPayment(): Promise<string> {
  if (unknownPayments.length === 0) {
    unknownPayments.push(...Array.from({ length: 40 }, () => `X-${randomUUID().slice(0, 8)}`));
    await reconcileDay({ lines: unknownPayments.map((orderNo) => ({ orderNo, amountMinor: 1_000n })) });
  }
  return unknownPayments.pop() ?? "";
}
const unknownPayments: string[] = [];

/** A command of one voucher that was posted with others keeps the number alone. */
async function receiptOf(command: string): Promise<{ outcome: Json } | undefined> {
  const { rows } = await desk.db.pool.query<{ outcome: Json }>(
    `SELECT CASE jsonb_typeof(outcome) WHEN 'array' THEN jsonb_build_object('voucherNo', outcome -> 0, 'existed', false)
            ELSE outcome END AS outcome
     FROM receipts WHERE command_id = $1`,
    [command],
  );
  return rows[0];
}
async function effectsOf(command: string): Promise<number> {
  const effects =
    "SELECT FROM vouchers WHERE command_id = $1 UNION ALL SELECT FROM clearing_batches WHERE command_id = $1";
  return (await desk.db.pool.query(effects, [command])).rowCount ?? -1;
}

/**
 * Runs the command through the proxy with one fault; answers whether it hit a statement, the command ended without so
 * many, or neither: a machine that is busy may outlast the server's short patience by itself.
 */
async function meet(way: Way, pool: pg.Pool, nth: number, fault: Fault): Promise<"struck" | "ended" | "too slow"> {
  const command = randomUUID();
  const effects = way.vouchers + (way.batches ?? 0);
  const run = await way.prepare(command);
  const direct = globalThis.deskPool;
  const what = `${way.name}, statement ${nth}, ${fault}`;
  // One connection is there already, so that the count begins with the command's own first statement.
  await pool.query("SELECT 1");
  globalThis.deskPool = pool;
  proxy.arm(nth, fault);
  const told = await run().catch((error: Error) => error);
  const { hasStruck } = proxy.disarm();
  globalThis.deskPool = direct;
  await proxy.settled();
  const receipt = await receiptOf(command);
  expect(await effectsOf(command), what).toBe(receipt === undefined ? 0 : effects);
  // What a server ends by itself is told as an error; a lost connection is looked into, and asked again.
  if (fault !== "slow" && way.name !== "a command of one voucher") expect(told, what).not.toBeInstanceOf(Error);
  if (!(told instanceof Error)) expect(told, what).toEqual({ ok: true, value: receipt?.outcome });
  const again = await run();
  expect(again, what).toMatchObject({ ok: true });
  if (receipt !== undefined) expect(again, what).toEqual({ ok: true, value: receipt.outcome });
  expect(await effectsOf(command), what).toBe(effects);
  if (hasStruck) return "struck";
  return told instanceof Error ? "too slow" : "ended";
}

const MAX_STATEMENTS = 60;
describe.each(WAYS)("$name", (way) => {
  it.each(FAULTS)(
    "with any of its statements lost: %s",
    async (fault) => {
      let statements = 0;
      const idle = fault === "slow" ? PATIENCE_MS : LIMITS.DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS;
      const pool = makePool(proxy.url, { ...LIMITS, DESK_IDLE_IN_TRANSACTION_TIMEOUT_MS: idle });
      for (let tries = 0; tries < 10 * MAX_STATEMENTS && statements < MAX_STATEMENTS; tries += 1) {
        const met = await meet(way, pool, statements + 1, fault);
        if (met === "ended") break;
        if (met === "struck") statements += 1;
      }
      await pool.end();
      expect(statements).toBeGreaterThan(way.name === "a command of one voucher" ? 1 : 4);
      expect(statements).toBeLessThan(MAX_STATEMENTS);
      expect(await brokenLaws(desk.db.pool)).toEqual([]);
    },
    120_000,
  );
});
