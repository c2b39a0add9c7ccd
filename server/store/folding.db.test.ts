import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantInput } from "@/contracts/merchants";
import { accept } from "@/core/result";
import { setAccountBuffering } from "@/server/commands/set-account-buffering";
import { setMerchants } from "@/server/commands/set-merchants";
import { foldBuffered } from "@/server/store/fold-buffered";
import { draftVoucher, postVouchers, type VoucherDraft } from "@/server/store/post-vouchers";
import { reader, transact } from "@/server/transact";
import { proveIncrement } from "@/server/verify/prove-increment";
import { proveAndKeep } from "@/server/verify/verify-books";
import { addUser, as, asSystem, NOON, openDeskDatabase } from "@/tests/command-context";
import type { TestDatabase } from "@/tests/database";

const WRITERS = 32;
const ROUNDS = 30;
const ACCOUNT = "M1-SETTLEMENT";

let db: TestDatabase;
let merchant = { id: 0n, no: "M1" };
beforeAll(async () => {
  db = await openDeskDatabase();
  await setMerchants(asSystem(), { merchants: [merchantInput.parse({ merchantNo: "M1", name: "Lantern Books" })] });
  const [found] = await reader.query<{ id: bigint }>("SELECT id FROM merchants");
  merchant = { id: found?.id ?? 0n, no: "M1" };
  await post(topUp("opening", 5_000n));
});
afterAll(() => db.drop());

const common = { asset: "CNY", on: "2026-11-20", occurredAt: NOON, objectType: "test" } as const;
const topUp = (key: string, amount: bigint) =>
  draftVoucher({
    ...common,
    event: "settlement.topped_up",
    key,
    amounts: { amount },
    owner: { merchant, bankAccount: "reserve" },
    objectNo: key,
  });
/** Money leaves the account, as in any event that takes from a merchant's balance. */
const takeOut = (key: string, subscribed: bigint) =>
  draftVoucher({
    ...common,
    event: "fund.subscribed",
    key,
    amounts: { subscribed },
    owner: {},
    parties: { investor: merchant },
    objectNo: key,
  });

async function post(...drafts: VoucherDraft[]): Promise<boolean> {
  const result = await transact("test.post", asSystem(), {}, async (tx) => {
    await postVouchers(tx, drafts);
    return accept(null);
  });
  if (!result.ok) expect(result.refusal.code).toBe("balance_insufficient");
  return result.ok;
}

async function holdingOf(accountNo: string): Promise<{ posted: bigint; pending: bigint }> {
  const [row] = await reader.query<{ posted: bigint; pending: bigint }>(
    `SELECT h.posted_minor AS posted, h.pending_minor AS pending FROM accounts a
     JOIN account_holdings h ON h.account_id = a.id WHERE a.account_no = $1`,
    [accountNo],
  );
  return row ?? { posted: 0n, pending: 0n };
}

test("an account is switched while 32 writers pay in and out: nothing is lost, and no fen too much goes out", async () => {
  let paidIn = 5_000n;
  let takenOut = 0n;
  let isOver = false;
  const writer = async (which: number): Promise<void> => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const key = `${which}-${round}`;
      if (which % 4 === 0) {
        // More is asked for than there ever is at once, so that many have to be refused.
        if (await post(takeOut(key, 700n))) takenOut += 700n;
      } else if (which % 4 === 1) {
        await post(topUp(`${key}-a`, 3n), topUp(`${key}-b`, 4n));
        paidIn += 7n;
      } else {
        await post(topUp(key, 10n));
        paidIn += 10n;
      }
    }
  };
  const switching = async (): Promise<void> => {
    for (let turn = 0; !isOver; turn += 1) {
      expect(await setAccountBuffering(asSystem(), { accountNo: ACCOUNT, isBuffered: turn % 2 === 0 })).toMatchObject({
        ok: true,
      });
      if (turn % 3 === 0) await foldBuffered();
    }
  };
  const watching = async (): Promise<void> => {
    while (!isOver) {
      const { posted } = await holdingOf(ACCOUNT);
      expect(posted).toBeGreaterThanOrEqual(0n);
      expect((await proveIncrement()).checks.filter((check) => !check.ok)).toEqual([]);
    }
  };
  const others = [switching(), watching()];
  await Promise.all(Array.from({ length: WRITERS }, (_, which) => writer(which)));
  isOver = true;
  await Promise.all(others);

  expect(takenOut).toBeGreaterThan(0n);
  expect((await holdingOf(ACCOUNT)).posted).toBe(paidIn - takenOut);
  await foldBuffered();
  expect(await holdingOf(ACCOUNT)).toEqual({ posted: paidIn - takenOut, pending: 0n });
  expect((await holdingOf("M1-SUBSCRIPTION")).posted).toBe(takenOut);
  const { checks } = await proveAndKeep(NOON);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
});

test("reads include what waits, and the last fen of it may go out", async () => {
  await setAccountBuffering(asSystem(), { accountNo: ACCOUNT, isBuffered: true });
  const before = await holdingOf(ACCOUNT);
  await post(topUp("waits", 25n));
  expect(await holdingOf(ACCOUNT)).toEqual({ posted: before.posted + 25n, pending: 25n });
  expect(await post(takeOut("everything and one", before.posted + 26n))).toBe(false);
  expect(await post(takeOut("everything", before.posted + 25n))).toBe(true);
  expect(await holdingOf(ACCOUNT)).toEqual({ posted: 0n, pending: 0n });
});

test("switching is the administrators', and stands in the trail once", async () => {
  const finance = await addUser(db.ownerPool, "fin", "FINANCE");
  const off = { accountNo: ACCOUNT, isBuffered: false };
  expect(await setAccountBuffering(as(finance), off)).toMatchObject({ refusal: { code: "not_permitted" } });
  expect(await setAccountBuffering(asSystem(), { ...off, accountNo: "nowhere" })).toMatchObject({
    refusal: { code: "account_unknown" },
  });
  const count = async () => (await reader.query("SELECT 1 FROM audit_events WHERE action = 'account.direct'")).length;
  const before = await count();
  await setAccountBuffering(asSystem(), off);
  await setAccountBuffering(asSystem(), off);
  expect(await count()).toBe(before + 1);
});
