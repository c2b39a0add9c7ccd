import { randomUUID } from "node:crypto";
import type { ResolutionChoice } from "@/contracts/suspense";
import type { ActName } from "@/core/approvals/acts";
import { proposeClaimMovement } from "@/server/commands/propose-claim-movement";
import { proposeReopening } from "@/server/commands/reopen-suspense-item";
import { reader } from "@/server/transact";
import { approveAs } from "./approval-fixture";
import { accepted, by, type Desk, itemOf, proposeAs, reconcileDay } from "./desk-fixture";
import { askAboutAll, inFlight, openItemsOf } from "./races";
import { askAs, PAYEE, takePaid } from "./refund-fixture";
import {
  ASKED_REFUND,
  CLAIM,
  CLAIM_PLAN,
  COUNTERPART,
  type FieldChange,
  OPEN_ITEM,
  ORDER,
  PAYMENT,
  REFUND,
  RESOLVED_ITEM,
} from "./stale-changes";

let next = 1;
const keysOf = (count: number) => Array.from({ length: count }, () => `ST${next++}`);

/** Short payments of ours: an item, an order with its legs, a voucher with a coupon. */
export async function openShorts(count: number): Promise<string[]> {
  const keys = keysOf(count);
  await reconcileDay({ orders: keys.map((orderNo) => ({ orderNo, cashMinor: 900n, merchantCoupon: 100n })) });
  return keys;
}
async function openLongs(count: number): Promise<string[]> {
  const keys = keysOf(count).map((key) => `X-${key}`);
  await reconcileDay({ lines: keys.map((orderNo) => ({ orderNo, amountMinor: 900n })) });
  return keys;
}

/** Requests about a payment of ours with another number's line as its counterpart. */
async function askAboutPairs(desk: Desk, resolution: "OFFSET" | "MATCH_BY_HAND", count: number): Promise<string[]> {
  const keys = keysOf(count);
  await reconcileDay({
    orders: keys.map((orderNo) => ({ orderNo, cashMinor: 800n, merchantCoupon: 100n })),
    lines: keys.map((key) => ({ orderNo: `X-${key}`, amountMinor: 800n })),
  });
  const counterparts = await openItemsOf(keys.map((key) => `X-${key}`));
  return inFlight(await openItemsOf(keys), async (itemNo, nth) => {
    const choice = { resolution, counterpartNo: counterparts[nth] ?? "" };
    const proposal = { itemNo, expectedVersion: 1, choice, reason: "clear" };
    return accepted(await proposeAs(desk.people.maker, proposal)).approvalNo;
  });
}

/** Items that were resolved so, by somebody else than who asks about them afterwards. */
async function resolved(desk: Desk, keys: readonly string[], choice: ResolutionChoice): Promise<string[]> {
  const asked = await askAboutAll(desk, desk.people.colleague, keys, choice);
  await inFlight(asked, async ({ approvalNo }) => accepted(await approveAs(desk.people.finance, approvalNo)));
  return asked.map(({ itemNo }) => itemNo);
}

async function askToReopen(desk: Desk, items: readonly string[]): Promise<string[]> {
  return inFlight(items, async (itemNo) => {
    const commandId = randomUUID();
    const { version } = await itemOf(itemNo);
    const input = { commandId, itemNo, expectedVersion: version, reason: "wrong" };
    return accepted(await proposeReopening(by(desk.people.maker, commandId), input)).approvalNo;
  });
}

async function askAboutClaims(desk: Desk, act: "RECOVERY" | "WRITE_OFF", count: number): Promise<string[]> {
  const items = await resolved(desk, await openShorts(count), { resolution: "CLAIM_FROM_CHANNEL" });
  return inFlight(items, async (itemNo) => {
    const commandId = randomUUID();
    const [claim] = await reader.query<{ no: string }>(
      "SELECT k.claim_no AS no FROM claims k JOIN suspense_items i ON i.id = k.item_id WHERE i.item_no = $1",
      [itemNo],
    );
    const input = { commandId, claimNo: claim?.no ?? "", expectedVersion: 1, act, amountMinor: 150n, reason: "letter" };
    return accepted(await proposeClaimMovement(by(desk.people.maker, commandId), input)).approvalNo;
  });
}

/** Refunds of payments so old that their channel takes none any more; and a payment that is under review. */
async function askForRefunds(desk: Desk, count: number): Promise<string[]> {
  await openShorts(1);
  const orders = keysOf(count).map((orderNo) => ({ orderNo, cashMinor: 900n, merchantCoupon: 100n }));
  await takePaid(orders, "2025-10-10");
  return inFlight(orders, async ({ orderNo }) => {
    const wish = { orderNo, amountMinor: 500n, route: "BANK", payee: PAYEE } as const;
    return accepted(await askAs(desk.people.maker, wish)).approvalNo;
  });
}

/** A kind of request with everything that can change under it. */
export type StaleSubject = {
  readonly act: ActName;
  readonly what: string;
  readonly changes: readonly FieldChange[];
  /** So many requests, each about objects of its own. */
  readonly ask: (desk: Desk, count: number) => Promise<string[]>;
};
export const STALE_SUBJECTS: readonly StaleSubject[] = [
  {
    act: "SUSPENSE_RESOLUTION",
    what: "a capture to be reversed",
    changes: [...OPEN_ITEM, ...ORDER],
    ask: async (desk, count) => {
      const asked = await askAboutAll(desk, desk.people.maker, await openShorts(count), {
        resolution: "REVERSE_CAPTURE",
      });
      return asked.map(({ approvalNo }) => approvalNo);
    },
  },
  {
    act: "SUSPENSE_RESOLUTION",
    what: "an offset",
    changes: COUNTERPART,
    ask: (desk, count) => askAboutPairs(desk, "OFFSET", count),
  },
  {
    act: "MATCH_BY_HAND",
    what: "a pair",
    changes: [...OPEN_ITEM, ...ORDER, ...COUNTERPART],
    ask: (desk, count) => askAboutPairs(desk, "MATCH_BY_HAND", count),
  },
  {
    act: "SUSPENSE_REOPENING",
    what: "a reversed capture",
    changes: [...RESOLVED_ITEM, ...ORDER],
    ask: async (desk, count) =>
      askToReopen(desk, await resolved(desk, await openShorts(count), { resolution: "REVERSE_CAPTURE" })),
  },
  {
    act: "SUSPENSE_REOPENING",
    what: "a refund",
    changes: REFUND,
    ask: async (desk, count) =>
      askToReopen(desk, await resolved(desk, await openLongs(count), { resolution: "REFUND_TO_PAYER" })),
  },
  {
    act: "SUSPENSE_REOPENING",
    what: "a claim",
    changes: CLAIM,
    ask: async (desk, count) =>
      askToReopen(desk, await resolved(desk, await openShorts(count), { resolution: "CLAIM_FROM_CHANNEL" })),
  },
  {
    act: "CLAIM_RECOVERY",
    what: "a part that was paid",
    changes: [...CLAIM, ...CLAIM_PLAN],
    ask: (desk, count) => askAboutClaims(desk, "RECOVERY", count),
  },
  {
    act: "CLAIM_WRITE_OFF",
    what: "a part that is given up",
    changes: CLAIM,
    ask: (desk, count) => askAboutClaims(desk, "WRITE_OFF", count),
  },
  {
    act: "MANUAL_REFUND",
    what: "a refund to a bank account",
    changes: [...ASKED_REFUND, ...PAYMENT],
    ask: askForRefunds,
  },
];
