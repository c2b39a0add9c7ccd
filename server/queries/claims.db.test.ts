import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimFilters } from "@/contracts/claim-views";
import type { Actor } from "@/core/permissions/actor";
import { proposeClaimMovement } from "@/server/commands/propose-claim-movement";
import { proposeResolution } from "@/server/commands/propose-resolution";
import { findClaimOfItem } from "@/server/store/claims";
import { reader } from "@/server/transact";
import {
  accepted,
  by,
  type Desk,
  decideAs,
  noteFinding,
  openDesk,
  openItemOf,
  proposeAs,
  reconcileDay,
} from "@/tests/desk-fixture";
import { getClaim } from "./get-claim";
import { getSuspenseItem } from "./get-suspense-item";
import { listClaims, sumClaims } from "./list-claims";
import { listPlaybook } from "./list-playbook";
import { previewClaimMovement } from "./preview-claim-movement";
import { previewReopening } from "./preview-reopening";
import { previewResolution } from "./preview-resolution";
import { listServiceLevels } from "./service-levels";

const TODAY = "2026-11-20";
const LATER = "2026-12-08";
let desk: Desk;
const claims: Record<string, { claimNo: string; itemNo: string }> = {};
beforeAll(async () => {
  desk = await openDesk();
  await reconcileDay({
    orders: [
      { orderNo: "Q-ONE", cashMinor: 2_000n },
      { orderNo: "Q-TWO", cashMinor: 3_000n, merchantNo: "M2" },
      { orderNo: "Q-LOSS", cashMinor: 150_000n },
    ],
  });
  for (const key of ["Q-ONE", "Q-TWO"]) {
    const { itemNo, version } = await openItemOf(key);
    const choice = { resolution: "CLAIM_FROM_CHANNEL" } as const;
    const proposal = { itemNo, expectedVersion: version, choice, reason: "it never came" };
    const { approvalNo } = accepted(await proposeAs(desk.people.maker, proposal));
    await approve(approvalNo);
    claims[key] = { claimNo: (await findClaimOfItem(reader, itemNo))?.claimNo ?? "", itemNo };
  }
});
afterAll(() => desk.db.drop());

async function approve(approvalNo: string): Promise<void> {
  const verdict = { approvalNo, expectedVersion: 1, verdict: "APPROVE" as const, note: "" };
  expect(accepted(await decideAs(desk.people.finance, verdict)).outcome).toBe("EXECUTED");
}
async function numbers(actor: Actor, filters: object, today = TODAY): Promise<string[]> {
  const page = await listClaims(actor, claimFilters.parse(filters), { cursor: null, limit: 10 }, today);
  return page.rows.map((row) => Object.entries(claims).find(([, { claimNo }]) => claimNo === row.claimNo)?.[0] ?? "?");
}

describe("claims", () => {
  it("are listed by when they are due, within the reader's scope, a page at a time", async () => {
    const { maker, scoped } = desk.people;
    expect(await numbers(maker, {})).toEqual(["Q-ONE", "Q-TWO"]);
    expect(await numbers(scoped, {})).toEqual(["Q-ONE"]);
    expect(await numbers(maker, { show: "overdue" })).toEqual([]);
    expect(await numbers(maker, { show: "overdue" }, LATER)).toEqual(["Q-ONE", "Q-TWO"]);
    expect(await numbers(maker, { q: claims["Q-TWO"]?.itemNo })).toEqual(["Q-TWO"]);
    const first = await listClaims(maker, claimFilters.parse({}), { cursor: null, limit: 1 }, TODAY);
    const second = await listClaims(maker, claimFilters.parse({}), { cursor: first.nextCursor, limit: 1 }, TODAY);
    expect(second.rows[0]?.claimNo).toBe(claims["Q-TWO"]?.claimNo);
  });

  it("are summed per currency, with what should have come", async () => {
    expect(await sumClaims(desk.people.maker, TODAY)).toEqual([
      { asset: "CNY", outstandingMinor: "5000", overdueMinor: "0", count: 2 },
    ]);
    expect(await sumClaims(desk.people.scoped, LATER)).toEqual([
      { asset: "CNY", outstandingMinor: "2000", overdueMinor: "2000", count: 1 },
    ]);
  });

  it("tell what came of them, and are nobody else's to see", async () => {
    const { claimNo = "" } = claims["Q-TWO"] ?? {};
    const commandId = randomUUID();
    const movement = { act: "RECOVERY", amountMinor: 1_000n } as const;
    const preview = await previewClaimMovement(desk.people.maker, claimNo, movement);
    expect(preview).toMatchObject({
      ok: true,
      preview: {
        rule: { seats: ["FINANCE"] },
        accounts: [{ debitMinor: "1000" }, { glCode: "1221", afterMinor: "4000" }],
      },
    });
    const input = { commandId, claimNo, expectedVersion: 1, ...movement, reason: "first part" };
    const { approvalNo } = accepted(await proposeClaimMovement(by(desk.people.colleague, commandId), input));
    expect((await getClaim(desk.people.maker, claimNo, TODAY))?.approval).toMatchObject({
      approvalNo,
      act: "CLAIM_RECOVERY",
    });
    await approve(approvalNo);
    expect(await getClaim(desk.people.maker, claimNo, LATER)).toMatchObject({
      outstandingMinor: "2000",
      overdueDays: 2,
      approval: null,
      movements: [{ kind: "RECOVERY", amountMinor: "1000", reason: "first part", maker: "colleague" }],
    });
    expect(await getClaim(desk.people.scoped, claimNo, TODAY)).toBeNull();
    expect(await previewClaimMovement(desk.people.scoped, claimNo, movement)).toMatchObject({
      refusal: { code: "claim_unknown" },
    });
  });

  it("stand on their item, which says whether it can be reopened", async () => {
    const { itemNo = "" } = claims["Q-ONE"] ?? {};
    const { maker, auditor, scoped } = desk.people;
    const item = await getSuspenseItem(maker, itemNo, TODAY);
    expect(item).toMatchObject({ claimNo: claims["Q-ONE"]?.claimNo, canReopen: true, reopenedCount: 0 });
    expect((await getSuspenseItem(auditor, itemNo, TODAY))?.canReopen).toBe(false);
    expect(await previewReopening(maker, itemNo)).toMatchObject({
      ok: true,
      preview: { claimNo: claims["Q-ONE"]?.claimNo, rule: { act: "SUSPENSE_REOPENING" }, accounts: [{}, {}] },
    });
    expect(await previewReopening(maker, claims["Q-TWO"]?.itemNo ?? "")).toMatchObject({
      refusal: { code: "reopening_claim_moved_on" },
    });
    expect(await previewReopening(scoped, claims["Q-TWO"]?.itemNo ?? "")).toMatchObject({
      refusal: { code: "suspense_item_unknown" },
    });
  });
});

describe("evidence", () => {
  const LOSS = { resolution: "WRITE_OFF_AS_LOSS" } as const;
  async function propose() {
    const { itemNo, version } = await openItemOf("Q-LOSS");
    const commandId = randomUUID();
    const input = { commandId, itemNo, expectedVersion: version, choice: LOSS, reason: "gone" };
    return proposeResolution(by(desk.people.maker, commandId), input);
  }

  it("is asked for before a loss is proposed: what was found, and for this amount a file", async () => {
    const { itemNo } = await openItemOf("Q-LOSS");
    const needs = async () => {
      const planned = await previewResolution(desk.people.maker, itemNo, LOSS);
      return planned.ok ? planned.preview.evidence.map(({ need, isMet }) => `${need} ${isMet}`) : [];
    };
    expect(await needs()).toEqual(["FINDING false", "ATTACHMENT false"]);
    expect(await propose()).toMatchObject({ refusal: { code: "evidence_finding_missing" } });
    await noteFinding(desk.people.maker, itemNo);
    expect(await propose()).toMatchObject({ refusal: { code: "evidence_attachment_missing" } });
    expect((await openItemOf("Q-LOSS")).status).toBe("OPEN");
    await desk.db.ownerPool.query(
      `INSERT INTO attachments (attachment_no, object_type, object_no, file_name, media_type, size_bytes, sha256, store,
         uploaded_by, created_at, command_id)
       SELECT 'AT1', 'suspense', item_no, 'letter.pdf', 'application/pdf', 10, repeat('a', 64), 'FOLDER', $2, now(), command_id
       FROM suspense_items WHERE item_no = $1`,
      [itemNo, desk.people.maker.userId],
    );
    expect(await needs()).toEqual(["FINDING true", "ATTACHMENT true"]);
    expect(accepted(await propose()).requiredRoles).toEqual(["FINANCE", "FINANCE_LEAD"]);
  });
});

describe("the page of the playbook", () => {
  it("shows each resolution with its lines and its checkers by amount", async () => {
    const plays = await listPlaybook();
    expect(plays).toHaveLength(10);
    expect(plays.find((play) => play.resolution === "CLAIM_FROM_CHANNEL")).toMatchObject({
      kinds: null,
      lines: [
        { side: "DEBIT", glCode: "1221" },
        { side: "CREDIT", glCode: "1901" },
      ],
      claimDueIn: 10,
    });
    const loss = plays.find((play) => play.resolution === "WRITE_OFF_AS_LOSS");
    expect(loss?.checkers).toEqual([{ asset: null, upToMinor: null, seats: ["FINANCE", "FINANCE_LEAD"] }]);
  });

  it("shows the service levels with what they promised for", async () => {
    const levels = await listServiceLevels(LATER);
    const ofLoss = levels.find(
      ({ direction, asset, fromMinor }) => direction === "SHORT" && asset && fromMinor === "100000",
    );
    expect(ofLoss).toMatchObject({ severity: "HIGH", bankDays: 2, open: 1, overdue: 1, channel: null });
  });
});
