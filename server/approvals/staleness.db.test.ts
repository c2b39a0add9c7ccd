import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACTS, type ActName } from "@/core/approvals/acts";
import type { Json } from "@/core/json";
import { invariant } from "@/core/result";
import { bindAct } from "@/server/approvals/acts/registry";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { stopMoneyOut } from "@/server/commands/stop-money-out";
import { reader, transact } from "@/server/transact";
import { approveAs } from "@/tests/approval-fixture";
import { accepted, by, type Desk, itemOf, openDesk } from "@/tests/desk-fixture";
import { askAboutAll, inFlight } from "@/tests/races";
import { openShorts, STALE_SUBJECTS } from "@/tests/stale-subjects";

/**
 * What a request is about changes between the proposal and the signature, one field at a time and past the commands: it
 * is stale, says which object changed, and posts nothing.
 */
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.db.ownerPool.query(
    `INSERT INTO channels OVERRIDING SYSTEM VALUE
     SELECT (jsonb_populate_record(c, '{"id": 999, "code": "other", "name": "Other"}')).* FROM channels c WHERE code = 'wechat'`,
  );
});
afterAll(() => desk.db.drop());

/** What has a version and nothing else that changes, as the lists of rules: what was written down is of another one than the one in force. */
const LEVEL = { kind: null, direction: null, channel: null, asset: null, fromMinor: "0", severity: "LOW", bankDays: 9 };
const LISTS: Partial<Record<ActName, Json>> = {
  MONEY_OUT_RESUME: { stopId: "1" },
  ADOPTION_POLICY: { baseVersion: 0, rules: [] },
  CALENDAR: { calendar: "CN", baseVersion: 1, year: 2027, before: [], days: [] },
  SERVICE_LEVELS: { baseVersion: 1, levels: [LEVEL], openItems: { open: 0, changed: 0, sooner: 0, later: 0 } },
};

/** Acts whose objects have few fields, or a list of them: where each of these is changed. */
const ELSEWHERE: Partial<Record<ActName, string>> = {
  RESOLUTION_BUNDLE: "server/bulk/bundle.db.test.ts",
  ADJUSTMENT: "server/commands/propose-adjustment.db.test.ts",
  BANK_TRANSFER: "server/position/position.db.test.ts",
  PAYOUT: "server/payouts/payout-staleness.db.test.ts",
  REPAYOUT: "server/payouts/payout-staleness.db.test.ts",
  SETTLEMENT_RELEASE: "server/settlement/settlement-proofs.db.test.ts",
  DEPOSIT_DRAW: "server/settlement/settlement-proofs.db.test.ts",
  BANK_ACCOUNT: "server/commands/administration.db.test.ts",
  MERCHANT_SETTINGS: "server/commands/administration.db.test.ts",
  USER_ROLES: "server/commands/administration.db.test.ts",
  STATEMENT_MAPPING: "server/commands/propose-mapping.db.test.ts",
  APPROVAL_POLICY: "server/approvals/checkers.db.test.ts",
  DAY_CLOSE_EXCEPTION: "server/day-close/day-close.db.test.ts",
  DAY_REOPEN: "server/day-close/day-close.db.test.ts",
};

type Facts = Readonly<Record<string, Json>>;
type Request = { readonly approvalNo: string; readonly nos: Readonly<Record<string, string>>; readonly payload: Json };

async function readRequest(approvalNo: string): Promise<Request> {
  const [row] = await reader.query<{ payload: Record<string, string>; objectNo: string }>(
    `SELECT payload, object_no AS "objectNo" FROM approvals WHERE approval_no = $1`,
    [approvalNo],
  );
  invariant(row, `${approvalNo} was asked for`);
  const { itemNo = "", orderNo = "", refundNo = "", claimNo = "", counterpartNo = "" } = row.payload;
  const numbers = {
    suspense: itemNo,
    order: orderNo,
    refund: refundNo,
    claim: claimNo,
    counterpart: counterpartNo,
    payment: orderNo,
  };
  return { approvalNo, nos: { ...numbers, plan: row.objectNo }, payload: row.payload };
}

const typeOf = (of: string) => (of === "counterpart" ? "suspense" : of);

/** What the request would find now of one of its objects, with its version among the facts. */
async function factsOf(act: ActName, { approvalNo, payload, nos }: Request, of: string): Promise<Facts> {
  const observed = accepted(await bindAct({ act, payload, approvalNo }).observe(reader));
  const found = observed.find((one) => one.type === typeOf(of) && one.no === nos[of]);
  invariant(found, `${approvalNo} depends on its ${of}`);
  const facts = found.facts as Facts;
  return found.version === null ? facts : { version: found.version, ...facts };
}

/** Changes rows as nobody may, so that nothing but the engine stands in the way. */
async function tamper(all: readonly { readonly sql: string; readonly no: string | undefined }[]): Promise<void> {
  const client = await desk.db.ownerPool.connect();
  const tables = [...new Set(all.map(({ sql }) => /^(?:UPDATE|DELETE FROM) (\w+)/.exec(sql)?.[1]))];
  try {
    await client.query("BEGIN");
    for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const { sql, no } of all) expect([sql, (await client.query(sql, [no])).rowCount]).not.toEqual([sql, 0]);
    for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

describe.each(STALE_SUBJECTS)("$act: $what", ({ act, changes, ask }) => {
  it("each significant field, one at a time", async () => {
    const requests = await inFlight(await ask(desk, changes.length), readRequest);
    const pairs = changes.map((change, nth) => {
      const request = requests[nth];
      invariant(request, "there is a request for each change");
      return { ...change, request, name: `${change.of}.${change.field}` };
    });
    const seen = await inFlight(pairs, ({ request, of }) => factsOf(act, request, of));
    for (const of of new Set(changes.map((change) => change.of).filter((name) => name !== "plan"))) {
      const fields = pairs.filter((pair) => pair.of === of).map(({ field }) => field);
      const nth = pairs.findIndex((pair) => pair.of === of);
      expect({ of, missing: Object.keys(seen[nth] ?? {}).filter((field) => !fields.includes(field)) }).toEqual({
        of,
        missing: [],
      });
    }
    await tamper(pairs.map(({ sql, of, request }) => ({ sql, no: request.nos[of] })));
    await inFlight(pairs, async ({ request, of, field, name }, nth) => {
      const now = await factsOf(act, request, of);
      const isChanged = of === "plan" ? [now, seen[nth]] : [now[field], seen[nth]?.[field]];
      expect({ name, value: isChanged[0] }).not.toEqual({ name, value: isChanged[1] });
      const decided = accepted(await approveAs(desk.people.finance, request.approvalNo));
      expect({ name, ...decided }).toMatchObject({ name, outcome: "STALE", voucherNo: null });
      expect(decided.changed).toContain(`${typeOf(of)} ${request.nos[of]}`);
    });
    const posted = await reader.query(
      `SELECT a.approval_no, a.status, v.voucher_no FROM approvals a LEFT JOIN vouchers v ON v.approval_id = a.id
       WHERE a.approval_no = ANY ($1) AND (a.status <> 'STALE' OR v.id IS NOT NULL)`,
      [requests.map(({ approvalNo }) => approvalNo)],
    );
    expect(posted).toEqual([]);
  });

  it("and unchanged, it is done", async () => {
    const [approvalNo = ""] = await ask(desk, 1);
    const first = accepted(await approveAs(desk.people.finance, approvalNo));
    if (first.outcome === "SIGNED") accepted(await approveAs(desk.people.lead, approvalNo));
    expect(await reader.query("SELECT status FROM approvals WHERE approval_no = $1", [approvalNo])).toEqual([
      { status: "EXECUTED" },
    ]);
  });
});

it("every act that there is has its fields here, or is named with where they are", () => {
  const isThere = (act: ActName) => {
    try {
      bindAct({ act, payload: null, approvalNo: act });
      return true;
    } catch (error) {
      return !String(error).includes("is about an act that there is");
    }
  };
  const known = [...STALE_SUBJECTS.map(({ act }) => act), ...Object.keys({ ...LISTS, ...ELSEWHERE })];
  expect(ACTS.filter(isThere).filter((act) => !known.includes(act))).toEqual([]);
  const files = [...new Set(Object.values(ELSEWHERE))];
  expect(files.filter((file) => !/STALE/.test(readFileSync(file, "utf8")))).toEqual([]);
});

it.each(Object.entries(LISTS))("%s: another version of the list", async (act, payload) => {
  if (act === "MONEY_OUT_RESUME") {
    const commandId = randomUUID();
    accepted(await stopMoneyOut(by(desk.people.lead2, commandId), { commandId, reason: "something is wrong" }));
  }
  const filed = await transact("a test's request", by(desk.people.maker), {}, (tx) =>
    proposeApproval(tx, bindAct({ act, payload, approvalNo: "" }), "so it is"),
  );
  const { approvalNo } = accepted(filed);
  const sql = `UPDATE approval_objects SET version = version + 1
               WHERE approval_id = (SELECT id FROM approvals WHERE approval_no = $1) AND version IS NOT NULL`;
  await tamper([{ sql, no: approvalNo }]);
  expect(accepted(await approveAs(desk.people.lead, approvalNo))).toMatchObject({ outcome: "STALE" });
});

it("what was frozen: another payload, another hash, a missing or a changed row of what it depends on", async () => {
  const ofIt = "(SELECT id FROM approvals WHERE approval_no = $1)";
  const frozen = [
    `UPDATE approvals SET payload = payload || '{"orderNo": null}' WHERE approval_no = $1`,
    `DELETE FROM approval_objects WHERE object_type = 'order' AND approval_id = ${ofIt}`,
    `UPDATE approval_objects SET version = 9 WHERE object_type = 'order' AND approval_id = ${ofIt}`,
    `UPDATE approval_objects SET digest = repeat('0', 64) WHERE object_type = 'plan' AND approval_id = ${ofIt}`,
  ];
  const asked = await askAboutAll(desk, desk.people.maker, await openShorts(frozen.length), {
    resolution: "REVERSE_CAPTURE",
  });
  for (const [nth, { approvalNo, itemNo }] of asked.entries()) {
    await tamper([{ sql: frozen[nth] ?? "", no: approvalNo }]);
    expect(accepted(await approveAs(desk.people.finance, approvalNo)).outcome).toBe("STALE");
    expect((await itemOf(itemNo)).status).toBe("INVESTIGATING");
  }
});
