import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/core/permissions/actor";
import { makePool } from "@/server/db";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { approveAs, askToRefund } from "@/tests/approval-fixture";
import { readTestServer, withDatabase } from "@/tests/database";
import { accepted, type Desk, openDesk } from "@/tests/desk-fixture";
import { forge } from "@/tests/forge";

let desk: Desk;
let superuser: pg.Pool;
beforeAll(async () => {
  desk = await openDesk();
  const { adminUrl } = readTestServer();
  superuser = makePool(withDatabase(adminUrl, new URL(desk.db.appUrl).pathname.slice(1)));
});
afterAll(async () => {
  await superuser.end();
  await desk.db.drop();
});

const REQUEST = `INSERT INTO approvals (approval_no, act, ruled_act, object_type, object_no, object_version, payload, payload_hash,
    amount_minor, asset, required_roles, reason, maker_id, status, expires_at, command_id)`;

describe("as the application's role", () => {
  it("no request is born decided, with another hash, without what it depends on, or under an act without a rule", async () => {
    const { maker } = desk.people;
    const ask = (more: { status?: string; hash?: string; act?: string; payload?: string } = {}) =>
      forge(desk, maker, (client, id) => {
        const { status = "PENDING", payload = "{}", act = "ADJUSTMENT" } = more;
        return client.query(
          `${REQUEST} VALUES ($1, $2, $2, 'story', $1, 1, $3, coalesce($4, json_hash($3)), 5, 'CNY', '{FINANCE}', 'x', $5, $6,
             now() + interval '1 day', $7)`,
          [`AP-${id}`, act, payload, more.hash ?? null, maker.userId, status, id],
        );
      });
    expect(await ask({ status: "EXECUTED" })).toBe("CD007");
    expect(await ask({ status: "APPROVED" })).toBe("CD007");
    expect(await ask({ hash: "0" })).toBe("CD010");
    expect(await ask()).toBe("CD032");
    expect(await ask({ act: "NOBODY_KNOWS" })).toBe("CD031");
    // A loss has two checkers: it does not pass as an ordinary resolution.
    expect(await ask({ act: "SUSPENSE_RESOLUTION", payload: '{"resolution": "WRITE_OFF_AS_LOSS"}' })).toBe("CD031");
  });

  it("who has to sign is not the writer's to say", async () => {
    const { maker } = desk.people;
    const no = `AP-${randomUUID()}`;
    await forge(desk, maker, async (client, id) => {
      await client.query(
        `${REQUEST} VALUES ($1, 'ADJUSTMENT', 'ADJUSTMENT', 'story', $1, 1, '{}', json_hash('{}'), 9000000, 'CNY', '{FINANCE}', 'x', $2,
           'PENDING', now() + interval '1 day', $3)`,
        [no, maker.userId, id],
      );
      await client.query(
        `INSERT INTO approval_objects SELECT id, 'story', $1, NULL, repeat('0', 64), $2 FROM approvals WHERE approval_no = $1`,
        [no, id],
      );
    });
    expect(await reader.query(`SELECT required_roles AS roles FROM approvals WHERE approval_no = $1`, [no])).toEqual([
      { roles: ["FINANCE", "FINANCE_LEAD"] },
    ]);
  });

  it("nobody signs in another's command, what it depends on is not rewritten, and no rule is", async () => {
    const { approvalNo } = await askToRefund(desk);
    const { finance, finance2 } = desk.people;
    const signAs = (actor: Actor, checker: Actor) =>
      forge(desk, actor, (client, id) =>
        client.query(
          `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, command_id)
           SELECT id, $2, maker_id, 'FINANCE', 'APPROVE', '', $3 FROM approvals WHERE approval_no = $1`,
          [approvalNo, checker.userId, id],
        ),
      );
    expect(await signAs(finance, finance2)).toBe("CD009");
    const without = (sql: string) => forge(desk, finance, (client) => client.query(sql));
    expect(await without("UPDATE approval_objects SET version = 1")).toBe("42501");
    expect(await without("DELETE FROM approval_objects")).toBe("42501");
    expect(await without("UPDATE approval_policies SET rules = '[]'")).toBe("42501");
    const policy = await forge(desk, finance, (client, id) =>
      client.query(
        `INSERT INTO approval_policies (version, rules, break_glass, reason, approval_id, made_by, command_id)
         SELECT 2, rules, true, 'x', (SELECT min(id) FROM approvals), $2, $1 FROM approval_policies`,
        [id, finance.userId],
      ),
    );
    expect(policy).toBe("CD031");
  });

  it("a signed request is not executed when what it depends on has another version, or its signer is gone", async () => {
    const executeAfter = async (change: string) => {
      const { approvalNo, itemNo } = await askToRefund(desk);
      const { finance2, lead } = desk.people;
      const answer = await forge(desk, finance2, async (client, id) => {
        await client.query(
          `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, command_id)
           SELECT id, $2, maker_id, 'FINANCE', 'APPROVE', '', $3 FROM approvals WHERE approval_no = $1`,
          [approvalNo, finance2.userId, id],
        );
        await client.query(change, change.includes("$1") ? [itemNo] : []);
        await client.query(
          "UPDATE approvals SET status = 'EXECUTED', closed_at = now(), command_id = $2 WHERE approval_no = $1",
          [approvalNo, id],
        );
      });
      expect(lead).toBeDefined();
      return answer;
    };
    const { finance2 } = desk.people;
    expect(
      await executeAfter(
        "UPDATE suspense_items SET version = version + 1, status = 'INVESTIGATING' WHERE item_no = $1",
      ),
    ).toBe("CD032");
    expect(await executeAfter(`UPDATE users SET disabled_at = now() WHERE id = ${finance2.userId}`)).toBe("CD008");
    expect(await executeAfter(`DELETE FROM user_roles WHERE user_id = ${finance2.userId}`)).toBe("CD008");
    expect(await executeAfter("SELECT 1")).toBe("CD011");
  });
});

/** Runs changes with every trigger off, asks what the proofs say, and takes the changes back. */
async function provedAfter(...changes: string[]): Promise<string[]> {
  const client = await superuser.connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL session_replication_role = replica");
    for (const change of changes) await client.query(change);
    const { checks } = await verifyBooks({
      query: async (sql, params = []) => (await client.query(sql, [...params])).rows,
    });
    return checks.filter((check) => !check.ok).map((check) => check.name);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

describe("as a superuser with the triggers off", () => {
  const forgedExecution = (no: string) =>
    `UPDATE approvals SET status = 'EXECUTED', closed_at = now(), version = version + 1 WHERE approval_no = '${no}'`;

  it("each forgery fails the proof of the books, which raises the alarm", async () => {
    const waiting = await askToRefund(desk);
    const large = await askToRefund(desk, { amountMinor: 6_000_000n });
    const done = await askToRefund(desk);
    accepted(await approveAs(desk.people.finance, done.approvalNo));
    expect(await provedAfter()).toEqual([]);
    const { maker, finance, finance2, lead } = desk.people;
    const ofDone = `approval_id = (SELECT id FROM approvals WHERE approval_no = '${done.approvalNo}')`;
    const sign = (no: string, who: Actor, seat: string) =>
      `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, command_id)
       SELECT id, ${who.userId}, maker_id, '${seat}', 'APPROVE', '', command_id FROM approvals WHERE approval_no = '${no}'`;
    const forgeries: [string, string[]][] = [
      ["executed without a signature", [forgedExecution(waiting.approvalNo)]],
      ["executed by one of two", [sign(large.approvalNo, finance, "FINANCE"), forgedExecution(large.approvalNo)]],
      [
        "both signatures by one person",
        [
          `ALTER TABLE approval_decisions DROP CONSTRAINT approval_decisions_approval_id_checker_id_key`,
          sign(large.approvalNo, lead, "FINANCE"),
          sign(large.approvalNo, lead, "FINANCE_LEAD"),
          forgedExecution(large.approvalNo),
        ],
      ],
      [
        "signed by another than who sent it",
        [`UPDATE approval_decisions SET checker_id = ${finance2.userId} WHERE ${ofDone}`],
      ],
      [
        "signed by its maker",
        [
          `ALTER TABLE approval_decisions DROP CONSTRAINT checker_is_not_maker`,
          `UPDATE approval_decisions SET checker_id = ${maker.userId} WHERE ${ofDone}`,
        ],
      ],
      [
        "another payload",
        [`UPDATE approvals SET payload = payload || '{"itemNo": "SU1"}' WHERE approval_no = '${done.approvalNo}'`],
      ],
      [
        "fewer checkers than the rules ask for",
        [`UPDATE approvals SET required_roles = '{FINANCE}' WHERE approval_no = '${large.approvalNo}'`],
      ],
      ["a lower sum", [`UPDATE approvals SET summed_minor = 1 WHERE approval_no = '${large.approvalNo}'`]],
      [
        "what it depends on is gone",
        [
          `DELETE FROM approval_objects WHERE approval_id = (SELECT id FROM approvals WHERE approval_no = '${waiting.approvalNo}')`,
        ],
      ],
      [
        "other rules",
        [
          "ALTER TABLE approval_policies DROP CONSTRAINT first_is_given",
          "INSERT INTO approval_policies (version, rules, break_glass, reason) SELECT 2, rules, true, 'x' FROM approval_policies",
        ],
      ],
    ];
    for (const [what, changes] of forgeries) {
      expect([what, await provedAfter(...changes)]).toEqual([what, expect.arrayContaining(["approvals_lawful"])]);
    }
  });

  it("a forged row executes nothing: no voucher, no item, and the next signature is refused", async () => {
    const { approvalNo, itemNo } = await askToRefund(desk);
    const client = await superuser.connect();
    await client.query("SET session_replication_role = replica");
    await client.query(forgedExecution(approvalNo));
    await client.query("SET session_replication_role = origin");
    client.release();
    expect(await approveAs(desk.people.lead, approvalNo)).toMatchObject({ refusal: { code: "approval_closed" } });
    expect(await reader.query("SELECT status FROM suspense_items WHERE item_no = $1", [itemNo])).toEqual([
      { status: "PROPOSED" },
    ]);
    expect(
      await reader.query("SELECT 1 FROM vouchers WHERE object_no = $1 AND approval_id IS NOT NULL", [itemNo]),
    ).toEqual([]);
  });
});
