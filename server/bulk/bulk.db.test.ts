import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BulkSelection } from "@/contracts/bulk";
import { suspenseFilters } from "@/contracts/suspense-filters";
import type { Actor } from "@/core/permissions/actor";
import { cancelBulk } from "@/server/commands/cancel-bulk";
import { prepareBulk } from "@/server/commands/prepare-bulk";
import { claimSuspenseItem } from "@/server/commands/work-suspense-item";
import { reader } from "@/server/transact";
import { confirm, jobOf, openLongItems, prepare, rowsOf, seen } from "@/tests/bulk/bulk-desk";
import { as } from "@/tests/command-context";
import { accepted, type Desk, itemOf, openDesk, suspenseDifferences } from "@/tests/desk-fixture";
import { runNextBulk } from "./run-bulk";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

async function touch(itemNo: string, actor: Actor = desk.people.colleague): Promise<void> {
  const { version } = await itemOf(itemNo);
  const commandId = randomUUID();
  accepted(await claimSuspenseItem(as(actor, commandId), { commandId, itemNo, expectedVersion: version }));
}

async function requestsOf(itemNos: readonly string[]): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM approvals WHERE object_no = ANY ($1) AND act <> 'BUNDLE'",
    [itemNos],
  );
  return row?.count ?? 0;
}

function filter(given: object): BulkSelection {
  return { by: "FILTER", filters: suspenseFilters.parse(given) };
}

async function ask(
  actor: Actor,
  selection: BulkSelection,
  resolution: "REFUND_TO_PAYER" | "OFFSET" = "REFUND_TO_PAYER",
) {
  const input = { commandId: randomUUID(), selection, resolution, reason: "x" };
  const asked = await prepareBulk(as(actor, input.commandId), input);
  return asked.ok ? asked.value.jobNo : asked.refusal.code;
}

describe("two hundred at once", () => {
  it("proposes exactly those that nobody touched, and says by name what became of the others", async () => {
    const itemNos = await openLongItems("TWO", 200);
    const selection = await seen(itemNos);
    const [changedBefore, changedAfter] = [itemNos.slice(0, 20), itemNos.slice(20, 30)];
    for (const itemNo of changedBefore) await touch(itemNo);
    const job = await prepare(desk.people.maker, selection);
    expect(new Set((await rowsOf(job.jobNo)).filter((row) => row.state === "BLOCKED").map((row) => row.code))).toEqual(
      new Set(["bulk_item_changed"]),
    );
    for (const itemNo of changedAfter) await touch(itemNo);
    accepted(await confirm(desk.people.maker, job));
    expect(await runNextBulk()).toBe(1);
    const rows = await rowsOf(job.jobNo);
    const named = (state: string) => rows.filter((row) => row.state === state).map((row) => row.itemNo);
    expect(named("BLOCKED")).toEqual(changedBefore);
    expect(named("REFUSED")).toEqual(changedAfter);
    expect(named("PROPOSED")).toEqual(itemNos.slice(30));
    expect(rows.find((row) => row.itemNo === changedAfter[0])?.code).toBe("suspense_item_changed");
    expect(await requestsOf(itemNos)).toBe(170);
    expect(await requestsOf([...changedBefore, ...changedAfter])).toBe(0);
    expect((await jobOf(job.jobNo)).status).toBe("DONE");
    expect(await suspenseDifferences()).toEqual([]);
  });
});

describe("all that match", () => {
  it("are those of the filter when it was asked, on every page; what comes later is not among them", async () => {
    const itemNos = await openLongItems("ALL", 120);
    const job = await prepare(desk.people.maker, filter({ q: "ALL-" }));
    await openLongItems("ALL-LATER", 3);
    expect((await rowsOf(job.jobNo)).map((row) => row.itemNo)).toEqual(itemNos);
  });

  it("are within the reader's merchants: whoever sees only some of them has nothing to propose for others", async () => {
    await openLongItems("SCOPE", 2);
    expect(await ask(desk.people.scoped, filter({ q: "SCOPE-" }))).toBe("bulk_empty");
  });
});

describe("refusals", () => {
  it("one by one where each names its own counterpart, nothing for nobody, and not without the permission", async () => {
    const [itemNo = ""] = await openLongItems("REF", 1);
    const selection = await seen([itemNo]);
    expect(await ask(desk.people.maker, selection, "OFFSET")).toBe("bulk_resolution_single");
    expect(await ask(desk.people.maker, filter({ q: "there is no such" }))).toBe("bulk_empty");
    expect(await ask(desk.people.auditor, selection)).toBe("not_permitted");
  });

  it("another token, another person, twice, too late: nothing is proposed", async () => {
    const [itemNo = ""] = await openLongItems("TOKEN", 1);
    const job = await prepare(desk.people.maker, await seen([itemNo]));
    const codeOf = async (outcome: ReturnType<typeof confirm>) => {
      const result = await outcome;
      return result.ok ? "ok" : result.refusal.code;
    };
    const { maker, colleague } = desk.people;
    expect(await codeOf(confirm(maker, { ...job, snapshot: "0".repeat(64) }))).toBe("bulk_snapshot_differs");
    expect(await codeOf(confirm(colleague, job))).toBe("bulk_unknown");
    const late = await prepare(maker, await seen([itemNo]));
    await desk.db.ownerPool.query("ALTER TABLE bulk_jobs DISABLE TRIGGER guard");
    await desk.db.ownerPool.query("UPDATE bulk_jobs SET expires_at = now() WHERE job_no = $1", [late.jobNo]);
    await desk.db.ownerPool.query("ALTER TABLE bulk_jobs ENABLE TRIGGER guard");
    expect(await codeOf(confirm(maker, late))).toBe("bulk_expired");
    expect(await codeOf(confirm(maker, job))).toBe("ok");
    expect(await codeOf(confirm(maker, job))).toBe("bulk_not_ready");
    await runNextBulk();
    expect(await requestsOf([itemNo])).toBe(1);
  });

  it("what would be posted has changed since the preview, though the item has not: refused by name", async () => {
    const [itemNo = ""] = await openLongItems("PLAN", 1);
    const job = await prepare(desk.people.maker, await seen([itemNo]));
    await desk.db.ownerPool.query("ALTER TABLE bulk_rows DISABLE TRIGGER guard");
    await desk.db.ownerPool.query(
      "UPDATE bulk_rows SET payload_hash = 'another' WHERE job_id = (SELECT id FROM bulk_jobs WHERE job_no = $1)",
      [job.jobNo],
    );
    await desk.db.ownerPool.query("ALTER TABLE bulk_rows ENABLE TRIGGER guard");
    accepted(await confirm(desk.people.maker, job));
    await runNextBulk();
    expect(await rowsOf(job.jobNo)).toMatchObject([{ state: "REFUSED", code: "bulk_plan_changed" }]);
    expect(await itemOf(itemNo)).toMatchObject({ status: "OPEN", version: 1 });
    expect(await requestsOf([itemNo])).toBe(0);
  });

  it("rights that were taken away after confirming are missed by the job, too", async () => {
    const [itemNo = ""] = await openLongItems("RIGHT", 1);
    const { colleague } = desk.people;
    const job = await prepare(colleague, await seen([itemNo]));
    accepted(await confirm(colleague, job));
    await desk.db.ownerPool.query("UPDATE users SET disabled_at = now() WHERE id = $1", [colleague.userId]);
    await runNextBulk();
    await desk.db.ownerPool.query("UPDATE users SET disabled_at = NULL WHERE id = $1", [colleague.userId]);
    expect(await rowsOf(job.jobNo)).toMatchObject([{ state: "REFUSED", code: "not_permitted" }]);
    expect(await requestsOf([itemNo])).toBe(0);
  });
});

describe("a job", () => {
  it("that is cancelled leaves its rows as they were", async () => {
    const [itemNo = ""] = await openLongItems("CANCEL", 1);
    const job = await prepare(desk.people.maker, await seen([itemNo]));
    const commandId = randomUUID();
    accepted(await cancelBulk(as(desk.people.maker, commandId), { commandId, jobNo: job.jobNo }));
    expect(await runNextBulk()).toBe(0);
    expect(await rowsOf(job.jobNo)).toMatchObject([{ state: "SKIPPED" }]);
    expect((await jobOf(job.jobNo)).status).toBe("CANCELLED");
  });

  it("and its rows stay as they were previewed, whoever writes as the application", async () => {
    const [itemNo = ""] = await openLongItems("FROZEN", 1);
    const { jobNo } = await prepare(desk.people.maker, await seen([itemNo]));
    const row = "WHERE job_id = (SELECT id FROM bulk_jobs WHERE job_no = $1)";
    for (const change of [
      "item_version = 2",
      `choice = '{"resolution":"OFFSET"}'`,
      "payload_hash = 'x'",
      "state = 'PENDING'",
    ]) {
      await expect(reader.query(`UPDATE bulk_rows SET ${change} ${row}`, [jobNo])).rejects.toThrow(/row 1 of bulk job/);
    }
    await expect(reader.query("UPDATE bulk_jobs SET snapshot_hash = 'x' WHERE job_no = $1", [jobNo])).rejects.toThrow(
      /does not change/,
    );
    await expect(reader.query(`DELETE FROM bulk_rows ${row}`, [jobNo])).rejects.toThrow();
  });
});
