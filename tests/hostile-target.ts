import { randomUUID } from "node:crypto";
import pg from "pg";
import { type Desk, decideAs, openDesk, openItemOf, proposeAs, reconcileDay } from "./desk-fixture";
import { closeRaw, hashOfBook, inCommand, openAccount, postRaw } from "./raw-ledger";

/** A desk with something of every kind in its book, and the app role's connection to attack it with. */
export type HostileTarget = {
  readonly desk: Desk;
  /** Runs the statements in one transaction as the app role and commits; the SQLSTATE that stopped them, or null. */
  readonly attack: (statements: readonly string[]) => Promise<string | null>;
  /** The tables of the book that differ from what they were when the target was opened. */
  readonly changed: () => Promise<string[]>;
};

/** Stands for the command's id in a statement of an attack. */
export const COMMAND = "'00000000-0000-4000-8000-00000000c0de'";
export const CLAIM = `INSERT INTO receipts (command_id, name, input_hash) VALUES (${COMMAND}, 'hostile', '')`;
export const END = `UPDATE receipts SET outcome = 'null' WHERE command_id = ${COMMAND}`;

export const account = (no: string) => `(SELECT id FROM accounts WHERE account_no = '${no}')`;
export const voucher = (key: string) => `(SELECT id FROM vouchers WHERE idempotency_key = '${key}')`;

type Posting = {
  readonly event?: string;
  readonly key?: string;
  readonly day?: string;
  readonly approval?: string;
  readonly command?: string;
  /** "D RAW-BANK 100, C RAW-A 100" */
  readonly lines?: string;
};

/** The arguments of a posting as SQL: arrays of accounts, sides and amounts. */
export function lineArrays(lines: string): { count: number; sql: string } {
  const parts = lines.split(", ").filter((line) => line !== "");
  const of = parts.map((part) => part.split(" ") as [string, string, string]);
  const accounts = of.map(([, no]) => (/^-?\d+$/.test(no) ? no : account(no)));
  const sides = of.map(([side]) => `'${side === "D" ? "DEBIT" : side === "C" ? "CREDIT" : side}'`);
  const amounts = of.map(([, , amount]) => amount);
  return {
    count: parts.length,
    sql: `ARRAY[${accounts.join(", ")}]::bigint[], ARRAY[${sides.join(", ")}]::text[], ARRAY[${amounts.join(", ")}]::bigint[]`,
  };
}

const HONEST = "D RAW-CHANNEL 100, C RAW-A 100";

/** `ledger_post` of one voucher, in SQL: honest but for what is given. */
export function post(given: Posting = {}): string {
  const {
    event = "channel.remitted",
    key = "hostile",
    day = "'2026-11-20'",
    approval = "NULL",
    command = COMMAND,
  } = given;
  const { count, sql } = lineArrays(given.lines ?? HONEST);
  return `SELECT ledger_post(${command}, ARRAY['${key}'], ARRAY['${event}'], ARRAY[1], ARRAY[${day}]::date[], ARRAY[now()],
    ARRAY['t'], ARRAY['t'], ARRAY[''], ARRAY[${approval}]::bigint[], array_fill(1, ARRAY[${count}]), ${sql})`;
}

/** `ledger_post` of several vouchers: the set-based path. */
export function postMany(vouchers: readonly Posting[]): string {
  const lines = vouchers.flatMap((one) => (one.lines ?? HONEST).split(", "));
  const of = vouchers.flatMap((one, index) => (one.lines ?? HONEST).split(", ").map(() => index + 1));
  const each = (say: (one: Posting, index: number) => string) => vouchers.map(say).join(", ");
  return `SELECT ledger_post(${COMMAND}, ARRAY[${each((one, n) => `'${one.key ?? `hostile-${n}`}'`)}],
    ARRAY[${each((one) => `'${one.event ?? "channel.remitted"}'`)}], ARRAY[${each(() => "1")}],
    ARRAY[${each((one) => one.day ?? "'2026-11-20'")}]::date[], ARRAY[${each(() => "now()")}],
    ARRAY[${each(() => "'t'")}], ARRAY[${each(() => "'t'")}], ARRAY[${each(() => "''")}],
    ARRAY[${each((one) => one.approval ?? "NULL")}]::bigint[], ARRAY[${of.join(", ")}], ${lineArrays(lines.join(", ")).sql})`;
}

/** `ledger_capture` of one hold. */
export function capture(
  hold: string,
  captured: string,
  lines: string,
  key = "hostile",
  event = "channel.remitted",
): string {
  return `SELECT ledger_capture(${COMMAND}, ARRAY[${hold}], ARRAY[${captured}]::bigint[], '${key}', '${event}', 1, '2026-11-20',
    now(), 't', 't', '', NULL, ${lineArrays(lines).sql})`;
}

/** `ledger_post_held` of one voucher of a claimed command; by itself its hold would be lawful. */
export function postHeld(
  given: Posting & { readonly hold?: string; readonly held?: string; readonly on?: string } = {},
): string {
  const {
    event = "channel.remitted",
    key = "hostile",
    day = "'2026-11-20'",
    approval = "NULL",
    command = COMMAND,
  } = given;
  const { hold = "hostile-hold", held = "1", on = account("RAW-A") } = given;
  const { count, sql } = lineArrays(given.lines ?? HONEST);
  return `SELECT ledger_post_held(ARRAY[${command}]::uuid[], ARRAY['${key}'], ARRAY['${event}'], ARRAY[1], ARRAY[${day}]::date[],
    ARRAY[now()], ARRAY['t'], ARRAY['t'], ARRAY[''], ARRAY[${approval}]::bigint[], array_fill(1, ARRAY[${count}]), ${sql},
    ARRAY['${hold}'], ARRAY[${on}]::bigint[], ARRAY[${held}]::bigint[], ARRAY['test'])`;
}

/** `ledger_capture_each` of one voucher for each hold. */
export function captureEach(
  captures: readonly (readonly [hold: string, captured: string, lines: string])[],
  { key = "hostile", event = "channel.remitted" } = {},
): string {
  const each = (say: (nth: number) => string) => captures.map((_, nth) => say(nth)).join(", ");
  const of = captures.flatMap(([, , lines], nth) => lines.split(", ").map(() => nth + 1));
  return `SELECT ledger_capture_each(${COMMAND}, ARRAY[${captures.map(([hold]) => hold).join(", ")}]::bigint[],
    ARRAY[${captures.map(([, captured]) => captured).join(", ")}]::bigint[], ARRAY[${each((nth) => `'${key}${nth}'`)}],
    ARRAY[${each(() => `'${event}'`)}], ARRAY[${each(() => "1")}], ARRAY[${each(() => "'2026-11-20'")}]::date[],
    ARRAY[${each(() => "now()")}], ARRAY[${each(() => "'t'")}], ARRAY[${each(() => "'t'")}], ARRAY[${each(() => "''")}],
    array_fill(NULL::bigint, ARRAY[${captures.length}]), ARRAY[${of.join(", ")}],
    ${lineArrays(captures.map(([, , lines]) => lines).join(", ")).sql})`;
}

/** What the target holds: RAW-A has 1,000 of which 300 are held, RAW-HOT is buffered with 500 waiting. */
export async function openHostileTarget(): Promise<HostileTarget> {
  const desk = await openDesk();
  const { pool, ownerPool } = desk.db;
  const open = (no: string, gl: string, asset?: string) => openAccount(pool, no, gl, asset);
  const channel = await open("RAW-CHANNEL", "1122");
  const [a, hot, warm] = [
    await open("RAW-A", "2202.02"),
    await open("RAW-HOT", "2202.02"),
    await open("RAW-WARM", "2202.02"),
  ];
  for (const [no, gl, asset] of [
    ["RAW-B", "2202.02"],
    ["RAW-FEES", "6001"],
    ["RAW-OWN", "1012"],
    ["RAW-USD", "2202.02", "USD"],
  ] as const) {
    await open(no, gl, asset);
  }
  await inCommand(pool, async (client, command) => {
    await client.query("SELECT ledger_set_buffered($1, $2, true)", [command, hot]);
    await closeRaw(client, command, "2026-09-30");
    const pay = (key: string, to: bigint, amount: bigint) =>
      postRaw(client, command, [
        {
          key,
          lines: [
            [channel, "DEBIT", amount],
            [to, "CREDIT", amount],
          ],
        },
      ]);
    await pay("raw-a", a, 1_000n);
    await pay("raw-hot", hot, 500n);
    await pay("raw-wrong", a, 70n);
    // One that waited has found its place.
    await client.query("SELECT ledger_set_buffered($1, $2, true)", [command, warm]);
    await pay("raw-warm", warm, 5n);
    await client.query("SELECT ledger_lock(ARRAY[$1::bigint])", [warm]);
    const reversed =
      "SELECT ledger_reverse($1, ARRAY[(SELECT id FROM vouchers WHERE idempotency_key = 'raw-wrong')], '2026-11-20', now(), '', NULL)";
    await client.query(reversed, [command]);
    await client.query("SELECT ledger_hold($1, 'raw-hold', $2, 300, 't', 't', 'test', '2026-12-01')", [command, a]);
  });
  await openApprovals(desk);
  let before = await hashOfBook(ownerPool);
  return {
    desk,
    attack: (statements) => attackAs(pool, statements),
    changed: async () => {
      const after = await hashOfBook(ownerPool);
      const differing = Object.keys(before).filter((table) => after[table] !== before[table]);
      // One attack that goes through is told once, and not again by every one after it.
      before = after;
      return differing;
    },
  };
}

/** AP-pending and AP-executed: two requests to refund a payer, one signed and posted. Found by their objects. */
async function openApprovals(desk: Desk): Promise<void> {
  for (const key of ["X-SIGNED", "X-PENDING"]) {
    await reconcileDay({ lines: [{ orderNo: key, amountMinor: 1_000n }] });
    const { itemNo } = await openItemOf(key);
    const choice = { resolution: "REFUND_TO_PAYER" } as const;
    const asked = await proposeAs(desk.people.maker, { itemNo, expectedVersion: 1, choice, reason: "clear" });
    if (!asked.ok) throw new Error(asked.refusal.message);
    if (key === "X-PENDING") return;
    const verdict = { approvalNo: asked.value.approvalNo, expectedVersion: 1, verdict: "APPROVE", note: "" } as const;
    await decideAs(desk.people.finance, verdict);
  }
}

async function attackAs(pool: pg.Pool, statements: readonly string[]): Promise<string | null> {
  const client = await pool.connect();
  const command = randomUUID();
  try {
    await client.query("BEGIN");
    for (const statement of statements) await client.query(statement.replaceAll(COMMAND, `'${command}'`));
    await client.query("COMMIT");
    return null;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return error.constraint === "no_overdraft" ? "no_overdraft" : (error.code ?? error.message);
  } finally {
    await client.query("ROLLBACK");
    // Settings and temporary tables that an attack leaves behind are not the next one's.
    await client.query("DISCARD ALL");
    client.release();
  }
}
