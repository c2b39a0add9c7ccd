import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { accept, invariant } from "@/core/result";
import { postGathered } from "@/server/store/post-gathered";
import { postVouchers } from "@/server/store/post-vouchers";
import { transact } from "@/server/transact";
import { asSystem, NOON } from "./command-context";

/** What each voucher of `startVoucherLoad` moves into the reserve, in minor units. */
export const LOAD_MINOR = 3n;
const RETRY_PAUSE_MS = 20;

/** `acknowledged` maps the command's key to the voucher's number that the book has said. */
export type VoucherLoad = {
  readonly acknowledged: ReadonlyMap<string, string>;
  readonly attempts: () => number;
  /** Ends when the last voucher under way is acknowledged. */
  readonly end: () => Promise<void>;
};

/**
 * So many writers post voucher after voucher on whatever pool the desk has at the moment, by themselves and gathered. One
 * counts as acknowledged only when the book has said so, and is asked for by the same command until then.
 */
export function startVoucherLoad(writers: number): VoucherLoad {
  const acknowledged = new Map<string, string>();
  let attempts = 0;
  let isEnding = false;
  const post = async (isGathered: boolean): Promise<void> => {
    while (!isEnding) {
      const key = randomUUID();
      for (let voucherNo: string | null = null; voucherNo === null; attempts += 1) {
        voucherNo = await postOnce(key, isGathered).catch(() => null);
        if (voucherNo === null) await sleep(RETRY_PAUSE_MS);
        else acknowledged.set(key, voucherNo);
      }
    }
  };
  const running = Array.from({ length: writers }, (_, writer) => post(writer % 2 === 0));
  return {
    acknowledged,
    attempts: () => attempts,
    end: async () => {
      isEnding = true;
      await Promise.all(running);
    },
  };
}

async function postOnce(key: string, isGathered: boolean): Promise<string> {
  const context = asSystem(key);
  const facts = { objectType: "test", objectNo: key, on: "2026-11-20", occurredAt: NOON } as const;
  const draft = {
    event: "reserve.covered",
    key,
    amounts: { amount: LOAD_MINOR },
    asset: "CNY",
    owner: { bankAccount: "reserve" },
    ...facts,
  } as const;
  const result = isGathered
    ? await postGathered({ name: "test.gathered", context, input: {}, draft })
    : await transact("test.kill", context, {}, async (tx) => {
        const [posted] = await postVouchers(tx, [draft]);
        return accept({ voucherNo: posted?.voucherNo ?? "" });
      });
  invariant(result.ok, "nothing refuses it");
  return result.value.voucherNo;
}
