import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RowFault } from "@/core/audit/trail-fault";
import { type DbReader, reader } from "@/server/transact";
import { AUDIT_CHAIN } from "@/server/verify/audit-checks";
import { runBookCheck } from "@/server/verify/book-check";
import { openTrail, type TrailDesk } from "@/tests/trail-fixture";
import { appendAnchors } from "./append-anchors";
import { proveTrail } from "./prove-trail";
import { measureAnchors } from "./read-anchors";

const ATTACKS = 200;
const { DESK_TAMPER_SEED } = process.env;
const SEED = Number(DESK_TAMPER_SEED ?? 20_261_121);
/** So many rows of each stream are anchored, in three anchors; one stream goes on after the last of them. */
const ANCHORED = { order: 72, approval: 45, channel: 27 };
type Stream = keyof typeof ANCHORED;
const STREAMS: readonly Stream[] = ["order", "approval", "channel"];

let desk: TrailDesk;
let client: pg.PoolClient;
const tampered: DbReader = {
  query: async (sql, params = []) => (await client.query(sql, [...params])).rows,
};

beforeAll(async () => {
  desk = await openTrail();
  for (let round = 0; round < 3; round += 1) {
    for (const stream of STREAMS) await desk.write(stream, ANCHORED[stream] / 3);
    await appendAnchors();
  }
  await desk.write("order", 6);
  await desk.db.ownerPool.query(RECHAIN);
  client = await desk.db.ownerPool.connect();
});
afterAll(async () => {
  client.release();
  await desk.drop();
});

/** What an attacker does who knows how the chain is made: numbers and hashes anew, from the first row to the last. */
const RECHAIN = `
  CREATE FUNCTION rechain(p_stream text) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    one audit_events;
    before text := '';
    n bigint := 0;
  BEGIN
    UPDATE audit_events SET seq = -seq WHERE stream = p_stream;
    FOR one IN SELECT * FROM audit_events WHERE stream = p_stream ORDER BY seq DESC LOOP
      n := n + 1;
      one.seq := n;
      one.prev_hash := before;
      one.hash := audit_row_hash(one);
      UPDATE audit_events SET seq = n, prev_hash = before, hash = one.hash WHERE id = one.id;
      before := one.hash;
    END LOOP;
  END $$`;

type Dice = { readonly to: (limit: number) => number; readonly one: <T>(items: readonly T[]) => T };

/** The same throws for the same seed, so that a failure can be seen again with DESK_TAMPER_SEED. */
function throwDice(seed: number): Dice {
  let state = seed;
  const to = (limit: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    return 1 + (((state ^ (state >>> 13)) >>> 0) % limit);
  };
  const one = <T>(items: readonly T[]): T => {
    const item = items[to(items.length) - 1];
    if (item === undefined) throw new Error("there is nothing to choose from");
    return item;
  };
  return { to, one };
}

const CONTENT = [
  "actor_login = actor_login || 'x'",
  "actor_id = 7",
  "action = 'order.approved'",
  "object_no = object_no || '1'",
  "object_type = 'refund'",
  `detail = detail || '{"try": 0}'`,
  "at = at + interval '1 microsecond'",
  "command_id = gen_random_uuid()",
];
const LINKS = ["hash = repeat('0', 64)", "prev_hash = repeat('1', 64)", "hash = ''"];

type Attack = (stream: Stream, dice: Dice, isRechained: boolean) => Promise<Omit<RowFault, "stream">>;
const found = (kind: RowFault["kind"], seq: number, last = seq) => ({ kind, seq: BigInt(seq), last: BigInt(last) });

/** From `seq` on every number one up, without meeting a number that is taken still. */
const makeRoom = async (stream: Stream, seq: number) => {
  await client.query("UPDATE audit_events SET seq = -seq - 1 WHERE stream = $1 AND seq >= $2", [stream, seq]);
  await client.query("UPDATE audit_events SET seq = -seq WHERE stream = $1 AND seq < 0", [stream]);
};

const KINDS: [kind: string, attack: Attack][] = [
  [
    "edit",
    async (stream, dice, isRechained) => {
      const seq = dice.to(ANCHORED[stream]);
      const change = dice.one(isRechained ? CONTENT : [...CONTENT, ...LINKS]);
      await client.query(`UPDATE audit_events SET ${change} WHERE stream = $1 AND seq = $2`, [stream, seq]);
      return found("changed", seq);
    },
  ],
  [
    "delete",
    async (stream, dice) => {
      const seq = dice.to(ANCHORED[stream] - 1);
      await client.query("DELETE FROM audit_events WHERE stream = $1 AND seq = $2", [stream, seq]);
      return found("missing", seq);
    },
  ],
  [
    "insert",
    async (stream, dice) => {
      const seq = dice.to(ANCHORED[stream]);
      await makeRoom(stream, seq);
      await client.query(
        `INSERT INTO audit_events (stream, actor_login, action, outcome, object_type, object_no, detail, seq, prev_hash, hash)
         SELECT stream, 'somebody', action, outcome, object_type, 'N1', detail, seq - 1, prev_hash, hash
         FROM audit_events WHERE stream = $1 AND seq = $2::bigint + 1`,
        [stream, seq],
      );
      return found("inserted", seq);
    },
  ],
  [
    "swap",
    async (stream, dice) => {
      const first = dice.to(ANCHORED[stream] - 1);
      const second = first + dice.to(ANCHORED[stream] - first);
      const places = [stream, first, second];
      await client.query("UPDATE audit_events SET seq = -seq WHERE stream = $1 AND seq IN ($2, $3)", places);
      await client.query(
        "UPDATE audit_events SET seq = $2::bigint + $3::bigint + seq WHERE stream = $1 AND seq < 0",
        places,
      );
      return found("exchanged", first, second);
    },
  ],
  [
    "cut the tail",
    async (stream, dice) => {
      const seq = dice.to(ANCHORED[stream]);
      await client.query("DELETE FROM audit_events WHERE stream = $1 AND seq >= $2", [stream, seq]);
      return found("cut", seq, ANCHORED[stream]);
    },
  ],
];

describe("as the owner of the tables, with their guards switched off", () => {
  test.each(KINDS)("%s, at random places: each one found, its place named exactly", async (kind, attack) => {
    const dice = throwDice(SEED + kind.length);
    const bytes = await measureAnchors(reader);
    const missed: unknown[] = [];
    let hiddenFromChain = 0;
    await client.query("BEGIN");
    try {
      await client.query("ALTER TABLE audit_events DISABLE TRIGGER USER");
      for (let round = 0; round < ATTACKS; round += 1) {
        await client.query("SAVEPOINT untouched");
        const isRechained = round % 2 === 0;
        const stream = dice.one(STREAMS);
        const fault = await attack(stream, dice, isRechained);
        if (isRechained) await client.query("SELECT rechain($1)", [stream]);
        const { faults } = await proveTrail(tampered, bytes);
        const [only] = faults;
        const isNamed =
          faults.length === 1 &&
          only !== undefined &&
          "seq" in only &&
          only.stream === stream &&
          only.kind === fault.kind &&
          only.seq === fault.seq &&
          only.last === fault.last;
        if (!isNamed) missed.push({ round, isRechained, stream, fault, faults });
        if (isRechained && (await runBookCheck(tampered, AUDIT_CHAIN)).ok) hiddenFromChain += 1;
        await client.query("ROLLBACK TO untouched");
      }
    } finally {
      await client.query("ROLLBACK");
    }
    expect(missed, `seed ${SEED}`).toEqual([]);
    // Without the anchors nobody could have told: to the chain itself every one of these trails is whole.
    expect(hiddenFromChain).toBe(ATTACKS / 2);
  });

  test("nothing that was tampered with has stayed", async () => {
    const { faults, waiting, rows } = await proveTrail(reader, await measureAnchors(reader));
    expect([faults, waiting, rows]).toEqual([[], 6n, 150n]);
  });
});

describe("as the application, whatever it was made to run", () => {
  test.each([
    ["UPDATE audit_events SET actor_login = 'nobody'", "42501"],
    ["DELETE FROM audit_events", "42501"],
    ["TRUNCATE audit_events", "42501"],
    ["ALTER TABLE audit_events DISABLE TRIGGER ALL", "42501"],
    ["SET session_replication_role = replica", "42501"],
    ["DROP TABLE audit_events", "42501"],
    ["CREATE OR REPLACE FUNCTION chain_audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'", "42501"],
    ["UPDATE audit_anchors SET line_hash = ''", "42501"],
    ["DELETE FROM audit_anchors", "42501"],
    ["TRUNCATE audit_anchors CASCADE", "42501"],
    ["DELETE FROM audit_anchor_heads", "42501"],
    ["UPDATE audit_trail SET id = gen_random_uuid()", "42501"],
  ])("%s is refused", async (statement, code) => {
    await expect(desk.db.pool.query(statement)).rejects.toMatchObject({ code });
  });

  test("even the owner has to switch a guard off first", async () => {
    for (const table of ["audit_events", "audit_anchors", "audit_anchor_heads", "audit_trail"]) {
      await expect(desk.db.ownerPool.query(`DELETE FROM ${table}`)).rejects.toMatchObject({ code: "CD002" });
      await expect(desk.db.ownerPool.query(`TRUNCATE ${table} CASCADE`)).rejects.toMatchObject({ code: "CD002" });
    }
  });
});
