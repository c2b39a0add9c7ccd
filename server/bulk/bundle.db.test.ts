import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withdrawApproval } from "@/server/commands/withdraw-approval";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { confirm, jobOf, openLongItems, prepare, rowsOf, seen } from "@/tests/bulk/bulk-desk";
import { as } from "@/tests/command-context";
import {
  accepted,
  type Desk,
  decideAs,
  itemOf,
  openDesk,
  openItemOf,
  reconcileDay,
  suspenseDifferences,
} from "@/tests/desk-fixture";
import { runNextBulk } from "./run-bulk";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

async function bundle(
  itemNos: readonly string[],
  resolution: "REFUND_TO_PAYER" | "CHARGE_TO_SETTLEMENT" = "REFUND_TO_PAYER",
) {
  const job = await prepare(desk.people.maker, await seen(itemNos), resolution);
  accepted(await confirm(desk.people.maker, job, "BUNDLE"));
  expect(await runNextBulk()).toBe(1);
  const { bundleNo, status } = await jobOf(job.jobNo);
  expect(status).toBe("DONE");
  return { jobNo: job.jobNo, approvalNo: bundleNo ?? "" };
}

function decide(approvalNo: string, actor = desk.people.finance, verdict: "APPROVE" | "REJECT" = "APPROVE") {
  return decideAs(actor, { approvalNo, expectedVersion: 1, verdict, note: "looked through" });
}

function withdraw(approvalNo: string) {
  const commandId = randomUUID();
  return withdrawApproval(as(desk.people.maker, commandId), { commandId, approvalNo, expectedVersion: 1 });
}

/** As if a statement, or anything else, had touched the item since: its version goes on. */
async function touch(itemNos: readonly string[]): Promise<void> {
  await desk.db.ownerPool.query("UPDATE suspense_items SET version = version + 1 WHERE item_no = ANY ($1)", [itemNos]);
}

/** As the owner of the tables could: the first row of a job becomes another one. */
async function rewrite(jobNo: string, change: string): Promise<void> {
  const owner = desk.db.ownerPool;
  await owner.query("ALTER TABLE bulk_rows DISABLE TRIGGER guard");
  await owner.query(
    `UPDATE bulk_rows SET ${change} WHERE job_id = (SELECT id FROM bulk_jobs WHERE job_no = $1) AND row_no = 1`,
    [jobNo],
  );
  await owner.query("ALTER TABLE bulk_rows ENABLE TRIGGER guard");
}

async function vouchersOf(itemNos: readonly string[]): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM vouchers WHERE object_no = ANY ($1) AND approval_id IS NOT NULL",
    [itemNos],
  );
  return row?.count ?? 0;
}

describe("one approval of two hundred", () => {
  it("posts exactly those that are still as they were proposed, and names the others", async () => {
    const itemNos = await openLongItems("B", 200);
    const { jobNo, approvalNo } = await bundle(itemNos);
    expect(await itemOf(itemNos[0] ?? "")).toMatchObject({ status: "PROPOSED" });
    const stale = itemNos.slice(50, 60);
    await touch(stale);
    expect(accepted(await decide(approvalNo))).toMatchObject({ outcome: "EXECUTED" });
    const rows = await rowsOf(jobNo);
    const named = (state: string) => rows.filter((row) => row.state === state).map((row) => row.itemNo);
    expect(named("REFUSED")).toEqual(stale);
    expect(named("EXECUTED")).toEqual(itemNos.filter((itemNo) => !stale.includes(itemNo)));
    expect(rows.find((row) => row.itemNo === stale[0])?.code).toBe("suspense_item_changed");
    expect(await vouchersOf(itemNos)).toBe(190);
    expect(await vouchersOf(stale)).toBe(0);
    expect(await suspenseDifferences()).toEqual([]);
    const proof = await verifyBooks(reader);
    expect(proof.checks.filter((check) => !check.ok)).toEqual([]);
    await rewrite(jobNo, `item_no = 'SU-OTHER'`);
    const broken = (await verifyBooks(reader)).checks.filter((check) => !check.ok);
    expect(broken.map((check) => check.name)).toContain("bundles_posted_their_rows");
    await rewrite(jobNo, `item_no = '${itemNos[0]}'`);
  });

  it("leaves out by name what the account cannot bear, and posts the rest", async () => {
    const orders = [60_000n, 30_000n, 50_000n, 10_000n].map((cashMinor, index) => ({
      orderNo: `POOR${index}`,
      cashMinor,
    }));
    await reconcileDay({ orders });
    const itemNos: string[] = [];
    for (const { orderNo } of orders) itemNos.push((await openItemOf(orderNo)).itemNo);
    const job = await bundle(itemNos, "CHARGE_TO_SETTLEMENT");
    expect(accepted(await decide(job.approvalNo))).toMatchObject({ outcome: "EXECUTED" });
    const rows = await rowsOf(job.jobNo);
    expect(rows.map((row) => row.state)).toEqual(["EXECUTED", "EXECUTED", "REFUSED", "EXECUTED"]);
    expect(rows[2]?.code).toBe("balance_insufficient");
    expect(await itemOf(itemNos[2] ?? "")).toMatchObject({ status: "INVESTIGATING" });
    expect(await suspenseDifferences()).toEqual([]);
  });
});

describe("a bundle that is not executed", () => {
  it.each(["REJECT", "WITHDRAW"] as const)("%s gives every item back that still waits for it", async (how) => {
    const itemNos = await openLongItems(`BACK-${how}`, 3);
    const { jobNo, approvalNo } = await bundle(itemNos);
    await touch(itemNos.slice(0, 1));
    if (how === "REJECT") accepted(await decide(approvalNo, desk.people.finance, "REJECT"));
    else accepted(await withdraw(approvalNo));
    expect((await rowsOf(jobNo)).map((row) => row.state)).toEqual(["RETURNED", "RETURNED", "RETURNED"]);
    const statuses = await Promise.all(itemNos.map(async (itemNo) => (await itemOf(itemNo)).status));
    expect(statuses).toEqual(["PROPOSED", "INVESTIGATING", "INVESTIGATING"]);
  });

  it("is not its maker's to approve", async () => {
    const { approvalNo } = await bundle(await openLongItems("OWN", 2));
    const decided = await decide(approvalNo, { ...desk.people.maker, roles: ["FINANCE"] });
    expect(decided.ok ? "ok" : decided.refusal.code).not.toBe("ok");
  });

  it("is void when a row of it is not what was proposed any more, and nothing is posted", async () => {
    const itemNos = await openLongItems("FORGED", 2);
    const { jobNo, approvalNo } = await bundle(itemNos);
    await rewrite(jobNo, `payload = jsonb_set(payload, '{event}', '"suspense.written_off_to_income"')`);
    expect(accepted(await decide(approvalNo))).toMatchObject({ outcome: "STALE" });
    expect(await vouchersOf(itemNos)).toBe(0);
  });
});

describe("what a bundle may not hold", () => {
  it("losses, which have rules of their own", async () => {
    await reconcileDay({ orders: [{ orderNo: "LOSS1", cashMinor: 500n }] });
    const { itemNo } = await openItemOf("LOSS1");
    await desk.db.ownerPool.query(
      `INSERT INTO suspense_comments (item_id, author_id, body, command_id)
       SELECT id, $2, 'looked into', command_id FROM suspense_items WHERE item_no = $1`,
      [itemNo, desk.people.maker.userId],
    );
    const job = await prepare(desk.people.maker, await seen([itemNo]), "WRITE_OFF_AS_LOSS");
    const result = await confirm(desk.people.maker, job, "BUNDLE");
    expect(result.ok ? "ok" : result.refusal.code).toBe("bundle_has_losses");
  });
});
