import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { reader } from "@/server/transact";
import {
  accepted,
  type Desk,
  decideAs,
  itemOf,
  openDesk,
  openItemOf,
  proposeAs,
  reconcileDay,
  suspenseDifferences,
} from "@/tests/desk-fixture";
import { forge as forgeAs } from "@/tests/forge";

let desk: Desk;
let nextKey = 1;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  expect(await suspenseDifferences()).toEqual([]);
  await desk.db.drop();
});

async function ask(amountMinor = 1_000n) {
  const key = `X-F${nextKey++}`;
  await reconcileDay({ lines: [{ orderNo: key, amountMinor }] });
  const { itemNo } = await openItemOf(key);
  const proposal = { itemNo, expectedVersion: 1, choice: { resolution: "REFUND_TO_PAYER" }, reason: "clear" } as const;
  return accepted(await proposeAs(desk.people.maker, proposal));
}

/** In a command of finance's, unless it is somebody else's. */
function forge(work: Parameters<typeof forgeAs>[2], actor: Actor = desk.people.finance): Promise<string> {
  return forgeAs(desk, actor, work);
}

function insertDecision(client: pg.PoolClient, commandId: string, approvalNo: string, checker: Actor, asRole: string) {
  return client.query(
    `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, created_at, command_id)
     SELECT id, $2, maker_id, $3, 'APPROVE', '', now(), $4 FROM approvals WHERE approval_no = $1`,
    [approvalNo, checker.userId, asRole, commandId],
  );
}

function close(client: pg.PoolClient, commandId: string, approvalNo: string) {
  return client.query(
    "UPDATE approvals SET status = 'EXECUTED', closed_at = now(), command_id = $2 WHERE approval_no = $1",
    [approvalNo, commandId],
  );
}

/** A voucher from suspense long to refund in transit, with whatever approval, event and amount. */
function post(
  client: pg.PoolClient,
  commandId: string,
  more: { approvalNo?: string; itemNo?: string; event?: string; amountMinor?: bigint; credit?: string },
) {
  const { approvalNo = null, itemNo = "SU0", event = "suspense.refunded_to_payer" } = more;
  return client.query<{ voucher_id: bigint }>(
    `SELECT voucher_id FROM ledger_post($1, ARRAY[$2], ARRAY[$3], ARRAY[1], ARRAY['2026-11-20'::date], ARRAY[now()],
       ARRAY['suspense'], ARRAY[$4], ARRAY[''], ARRAY[(SELECT id FROM approvals WHERE approval_no = $5)], ARRAY[1, 1],
       ARRAY[(SELECT id FROM accounts WHERE account_no = '2241-wechat'), (SELECT id FROM accounts WHERE account_no = $6)],
       ARRAY['DEBIT', 'CREDIT'], ARRAY[$7::bigint, $7::bigint])`,
    [commandId, randomUUID(), event, itemNo, approvalNo, more.credit ?? "2243", more.amountMinor ?? 1_000n],
  );
}

/** The account of refunds is opened by its first voucher. */
beforeAll(async () => {
  const { approvalNo } = await ask();
  accepted(await decideAs(desk.people.finance, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" }));
});

describe("as the application's role in raw SQL", () => {
  it("the maker signs nothing of their own, under their name or as somebody else's maker", async () => {
    const { approvalNo } = await ask();
    const { maker } = desk.people;
    expect(await forge((client, id) => insertDecision(client, id, approvalNo, maker, "FINANCE"))).toBe("CD008");
    const other = await forge((client, id) =>
      client.query(
        `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, created_at, command_id)
         SELECT id, maker_id, $2, 'FINANCE', 'APPROVE', '', now(), $3 FROM approvals WHERE approval_no = $1`,
        [approvalNo, desk.people.colleague.userId, id],
      ),
    );
    expect(other).toBe("CD008");
  });

  it("nobody signs without the role, twice, or for a role that is not asked for", async () => {
    const { approvalNo } = await ask();
    const { colleague, finance, lead } = desk.people;
    expect(await forge((client, id) => insertDecision(client, id, approvalNo, colleague, "FINANCE"))).toBe("CD009");
    expect(await forge((client, id) => insertDecision(client, id, approvalNo, lead, "FINANCE_LEAD"))).toBe("CD009");
    const twice = await forge(async (client, id) => {
      await insertDecision(client, id, approvalNo, finance, "FINANCE");
      await insertDecision(client, id, approvalNo, finance, "FINANCE");
    });
    expect(twice).toBe("23505");
  });

  it("a request is not executed without its signatures, and one of two is not enough", async () => {
    const small = await ask();
    expect(await forge((client, id) => close(client, id, small.approvalNo))).toBe("CD008");
    const large = await ask(6_000_000n);
    const halfway = await forge(async (client, id) => {
      await insertDecision(client, id, large.approvalNo, desk.people.finance, "FINANCE");
      await close(client, id, large.approvalNo);
    });
    expect(halfway).toBe("CD008");
  });

  it.each([
    ["payload", `payload = payload || '{"resolution": "WRITE_OFF_TO_INCOME"}'`],
    ["hash", "payload_hash = 'x'"],
    ["amount", "amount_minor = 1"],
    ["roles", "required_roles = '{FINANCE,FINANCE_LEAD}'"],
    ["maker", "maker_id = maker_id + 1"],
    ["reason", "reason = 'another'"],
    ["time", "expires_at = now() + interval '1 year'"],
    ["merchant", "merchant_id = (SELECT min(id) FROM merchants)"],
  ])("what a request asks for is frozen: %s", async (_, change) => {
    const { approvalNo } = await ask();
    const forged = await forge((client, id) =>
      client.query(`UPDATE approvals SET ${change}, command_id = $2 WHERE approval_no = $1`, [approvalNo, id]),
    );
    expect(forged).toBe("CD010");
  });

  it("a decision is never changed, and a closed request never opened again", async () => {
    const { approvalNo } = await ask();
    accepted(await decideAs(desk.people.finance, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" }));
    expect(await forge((client) => client.query("UPDATE approval_decisions SET note = 'x'"))).toBe("42501");
    const reopened = await forge((client) =>
      client.query("UPDATE approvals SET status = 'PENDING', closed_at = NULL WHERE approval_no = $1", [approvalNo]),
    );
    expect(reopened).toBe("CD007");
  });

  it("a voucher of an event that needs an approval has one, executed by its own command, with its very lines", async () => {
    const { approvalNo, itemNo } = await ask();
    expect(await forge((client, id) => post(client, id, { itemNo }))).toBe("CD011");
    expect(await forge((client, id) => post(client, id, { itemNo, approvalNo }))).toBe("CD011");
    const signAnd = (more: Parameters<typeof post>[2]) =>
      forge(async (client, id) => {
        await insertDecision(client, id, approvalNo, desk.people.finance, "FINANCE");
        await close(client, id, approvalNo);
        await post(client, id, { itemNo, approvalNo, ...more });
      });
    expect(await signAnd({ amountMinor: 999n })).toBe("CD011");
    expect(await signAnd({ credit: "M1-PENDING" })).toBe("CD011");
    expect(await signAnd({ event: "suspense.written_off_to_income" })).toBe("CD011");
  });

  it("an executed approval has one voucher: no second one, later or in the same command, and never none", async () => {
    const used = await ask();
    accepted(
      await decideAs(desk.people.finance, {
        approvalNo: used.approvalNo,
        expectedVersion: 1,
        verdict: "APPROVE",
        note: "",
      }),
    );
    expect(await forge((client, id) => post(client, id, used))).toBe("23505");
    const fresh = await ask();
    const twice = await forge(async (client, id) => {
      await insertDecision(client, id, fresh.approvalNo, desk.people.finance, "FINANCE");
      await close(client, id, fresh.approvalNo);
      await post(client, id, fresh);
      await post(client, id, fresh);
    });
    expect(twice).toBe("23505");
    const without = await forge(async (client, id) => {
      await insertDecision(client, id, fresh.approvalNo, desk.people.finance, "FINANCE");
      await close(client, id, fresh.approvalNo);
    });
    expect(without).toBe("CD011");
  });

  it("an item is resolved by an approved voucher of its own, and by nothing else", async () => {
    const [{ itemNo }, other] = [await ask(), await ask()];
    accepted(
      await decideAs(desk.people.finance, {
        approvalNo: other.approvalNo,
        expectedVersion: 1,
        verdict: "APPROVE",
        note: "",
      }),
    );
    const [voucher] = await reader.query<{ id: bigint }>(
      "SELECT id FROM vouchers WHERE object_no = $1 AND approval_id IS NOT NULL",
      [other.itemNo],
    );
    const resolveWith = (status: string, voucherId: string) =>
      forge((client, id) =>
        client.query(
          `UPDATE suspense_items SET status = $2, resolution = 'REFUND_TO_PAYER', resolved_voucher_id = ${voucherId},
             resolved_at = now(), version = version + 1, command_id = $3 WHERE item_no = $1`,
          [itemNo, status, id],
        ),
      );
    expect(await resolveWith("RESOLVED", "NULL")).toBe("23514");
    expect(await resolveWith("RESOLVED", "opened_voucher_id")).toBe("CD011");
    expect(await resolveWith("RESOLVED", `${voucher?.id}`)).toBe("CD011");
    expect(await resolveWith("AUTO_RESOLVED", "opened_voucher_id")).toBe("CD011");
    expect(await itemOf(itemNo)).toMatchObject({ status: "PROPOSED" });
  });

  it("what was approved is not taken back without an approval", async () => {
    const { approvalNo, itemNo } = await ask();
    accepted(await decideAs(desk.people.finance, { approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" }));
    const taken = await forge((client, id) =>
      client.query(
        `SELECT * FROM ledger_reverse($1, (SELECT array_agg(id) FROM vouchers WHERE object_no = $2 AND approval_id IS NOT NULL),
                                      '2026-11-20', now(), '', NULL)`,
        [id, itemNo],
      ),
    );
    expect(taken).toBe("CD011");
  });
});
