import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accept, invariant } from "@/core/result";
import type { ServiceLevel } from "@/core/suspense/service-levels";
import { getOtherApproval } from "@/server/queries/get-other-approval";
import { readRequest } from "@/server/queries/read-request";
import { getServiceLevelsPage, listServiceLevels } from "@/server/queries/service-levels";
import { closeApproval, insertDecision, lockApproval } from "@/server/store/approvals";
import { countUnderLevels, getServiceLevels } from "@/server/store/service-levels";
import { reader, transact } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { accepted, by, type Desk, decideAs, openDesk, openItemOf, reconcileDay } from "@/tests/desk-fixture";
import { proposeServiceLevels } from "./propose-service-levels";

const TODAY = "2026-11-20";
const WECHAT: ServiceLevel = {
  kind: null,
  direction: null,
  channel: "wechat",
  asset: null,
  fromMinor: 0n,
  severity: "CRITICAL",
  bankDays: 1,
};

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.db.drop());

function propose(levels: readonly ServiceLevel[], who: keyof Desk["people"] = "lead", baseVersion = 1) {
  const input = { commandId: randomUUID(), baseVersion, levels: [...levels], reason: "the channel pays at once now" };
  return proposeServiceLevels(by(desk.people[who]), input);
}

function approve(who: keyof Desk["people"], approvalNo: string) {
  return decideAs(desk.people[who], { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" });
}

async function inForce(): Promise<readonly ServiceLevel[]> {
  return (await getServiceLevels(reader)).levels;
}

describe("what is refused", () => {
  it("who may not, what is the same, what cannot be in force, an unknown channel, another's version", async () => {
    const levels = await inForce();
    expect(await propose(levels, "finance")).toMatchObject({ refusal: { code: "not_permitted" } });
    expect(await propose(levels)).toMatchObject({ refusal: { code: "service_levels_unchanged" } });
    expect(await propose([...levels, ...levels])).toMatchObject({ refusal: { code: "service_level_twice" } });
    expect(await propose([WECHAT])).toMatchObject({ refusal: { code: "service_level_direction_missing" } });
    const unknown = { ...WECHAT, channel: "nobody" };
    expect(await propose([...levels, unknown])).toMatchObject({ refusal: { code: "channel_unknown" } });
    expect(await propose([...levels, WECHAT], "lead", 7)).toMatchObject({
      refusal: { code: "service_levels_changed" },
    });
  });
});

describe("another version", () => {
  let approvalNo = "";
  it("waits for somebody else, who sees what changes and how many open items it would be about", async () => {
    await reconcileDay({
      lines: [{ orderNo: "SL-LONG", amountMinor: 400n }],
      orders: [{ orderNo: "SL-SHORT", cashMinor: 400n }],
    });
    const levels = await inForce();
    expect(await countUnderLevels(reader, levels)).toEqual({ open: 2, changed: 0, sooner: 0, later: 0 });
    approvalNo = accepted(await propose([...levels, WECHAT])).approvalNo;
    expect(await propose([...levels, WECHAT])).toMatchObject({ refusal: { code: "approval_waits_already" } });
    expect((await getServiceLevelsPage(TODAY)).waitingNo).toBe(approvalNo);
    const page = await pageOf(approvalNo);
    expect(page?.description?.changes).toEqual([
      {
        field: "levels",
        before: { kind: "levels", levels: [] },
        after: { kind: "levels", levels: [{ ...WECHAT, fromMinor: "0" }] },
      },
      {
        field: "openItems",
        before: null,
        after: {
          kind: "message",
          key: "levels.openItems",
          values: { open: "2", changed: "2", sooner: "2", later: "0" },
        },
      },
    ]);
    expect(await approve("lead", approvalNo)).toMatchObject({ refusal: { code: "checker_is_maker" } });
    expect(await approve("finance", approvalNo)).toMatchObject({ refusal: { code: "checker_role_missing" } });
    expect(await inForce()).toEqual(levels);
  });

  it("is in force once signed: later items follow it, open ones keep theirs, unchanged levels keep their items", async () => {
    const before = await listServiceLevels(TODAY);
    expect(accepted(await approve("lead2", approvalNo)).outcome).toBe("EXECUTED");
    const after = await getServiceLevelsPage(TODAY);
    expect(after).toMatchObject({ version: 2, waitingNo: null, earlier: { open: 0 } });
    expect(after.history[0]).toMatchObject({ version: 2, madeBy: "lead", checkedBy: "lead2", approvalNo });
    expect(after.levels.slice(1).map(({ from: _, ...level }) => level)).toEqual(before);
    await reconcileDay({ lines: [{ orderNo: "SL-LATER", amountMinor: 400n }] });
    expect(await promised("SL-LATER")).toEqual({ severity: "CRITICAL", dueOn: "2026-11-23" });
    expect(await promised("SL-LONG")).toEqual({ severity: "LOW", dueOn: "2026-12-01" });
  });

  it("may drop and change levels: their items are told apart, and the books prove", async () => {
    const others = (await inForce()).filter(({ channel }) => channel === null);
    const changed = others.map((level) =>
      level.asset === "CNY" && level.direction === "LONG" ? { ...level, bankDays: 2 } : level,
    );
    const next = accepted(
      await propose(
        changed.map((level) => ({ ...level })),
        "lead",
        2,
      ),
    ).approvalNo;
    expect(accepted(await approve("lead2", next)).outcome).toBe("EXECUTED");
    expect((await getServiceLevelsPage(TODAY)).earlier.open).toBe(2);
    expect((await pageOf(next))?.description?.changes[0]?.before).toMatchObject({ levels: { length: 4 } });
    expect(await countUnderLevels(reader, await inForce())).toEqual({ open: 3, changed: 2, sooner: 1, later: 1 });
    const { checks } = await verifyBooks(reader);
    expect(checks.filter((check) => !check.ok)).toEqual([]);
  });

  it("is none when it is rejected", async () => {
    const waiting = accepted(await propose([...(await inForce()), WECHAT], "lead", 3)).approvalNo;
    const verdict = { approvalNo: waiting, expectedVersion: 1, verdict: "REJECT", note: "not now" } as const;
    expect(accepted(await decideAs(desk.people.lead2, verdict)).outcome).toBe("REJECTED");
    expect((await getServiceLevels(reader)).version).toBe(3);
  });
});

describe("the database", () => {
  it("takes no executed request without its version", async () => {
    const { approvalNo } = accepted(await propose([...(await inForce()), WECHAT], "lead", 3));
    const forged = transact("test.act", by(desk.people.lead2), {}, async (tx) => {
      const request = await lockApproval(tx, approvalNo);
      invariant(request, "the request is there");
      const seat = "ADMIN_OR_LEAD";
      const signed = { seat, onBehalfOfId: null, verdict: "APPROVE", note: "", totpStep: null } as const;
      await insertDecision(tx, request, signed);
      await closeApproval(tx, request, "EXECUTED");
      return accept(null);
    });
    await expect(forged).rejects.toMatchObject({ code: "CD035" });
    const verdict = { approvalNo, expectedVersion: 1, verdict: "REJECT", note: "only a test" } as const;
    accepted(await decideAs(desk.people.lead2, verdict));
  });

  it.each([
    ["a level of one's own", "INSERT INTO service_levels (severity, bank_days, since_version) VALUES ('LOW', 90, 3)"],
    [
      "an end of one's own",
      "UPDATE service_levels SET until_version = 3 WHERE id = (SELECT min(id) FROM service_levels WHERE until_version IS NULL)",
    ],
    [
      "a version of one's own",
      "INSERT INTO service_level_versions (version, levels, reason, approval_id, made_by, command_id) SELECT 4, '[]', 'x', a.id, a.maker_id, a.command_id FROM approvals a WHERE a.act = 'SERVICE_LEVELS' AND a.status = 'REJECTED' LIMIT 1",
    ],
  ])("takes no %s", async (_, sql) => {
    await expect(desk.db.pool.query(sql)).rejects.toMatchObject({ code: "CD035" });
    await expect(desk.db.ownerPool.query(sql)).rejects.toMatchObject({ code: "CD035" });
  });

  it.each([
    "UPDATE service_levels SET bank_days = 90",
    "UPDATE service_levels SET until_version = NULL WHERE until_version IS NOT NULL",
    "DELETE FROM service_levels",
  ])("refuses its owner: %s", async (sql) => {
    await expect(desk.db.ownerPool.query(sql)).rejects.toMatchObject({ code: "CD035" });
  });
});

async function pageOf(no: string) {
  const request = await readRequest(desk.people.lead2, no);
  return request && getOtherApproval(desk.people.lead2, request);
}

async function promised(matchKey: string) {
  const { itemNo } = await openItemOf(matchKey);
  const [row] = await reader.query('SELECT severity, due_on AS "dueOn" FROM suspense_items WHERE item_no = $1', [
    itemNo,
  ]);
  return row;
}
