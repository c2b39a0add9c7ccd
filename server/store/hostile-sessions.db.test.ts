import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLAIM, COMMAND, END, type HostileTarget, openHostileTarget, post } from "@/tests/hostile-target";
import { closeRaw, inCommand, openAccount, postRaw, stoppedBy } from "@/tests/raw-ledger";

/** What a session can change about itself: its search path, tables and functions of its own, its isolation. */
let target: HostileTarget;
beforeAll(async () => {
  target = await openHostileTarget();
});
afterAll(() => target.desk.db.drop());

const APPROVED_LINES = `'[{"side": "DEBIT", "accountNo": "RAW-A", "amountMinor": "100"},
  {"side": "CREDIT", "accountNo": "RAW-B", "amountMinor": "100"}]'::jsonb`;
const PENDING = "(SELECT max(id) FROM public.approvals)";
const SHADOW_APPROVAL = [
  "CREATE TEMP TABLE approvals AS SELECT * FROM public.approvals LIMIT 0",
  `INSERT INTO pg_temp.approvals (id, status, command_id, payload) VALUES (999, 'EXECUTED', ${COMMAND},
     jsonb_build_object('event', 'suspense.refunded_to_payer', 'lines', ${APPROVED_LINES}))`,
  "GRANT ALL ON pg_temp.approvals TO PUBLIC",
];
const FORGED = post({ event: "suspense.refunded_to_payer", approval: "999", lines: "D RAW-A 100, C RAW-B 100" });
/** Whoever signs does so in a command of their own. */
const CLAIM_OF_CHECKER = `INSERT INTO receipts (command_id, name, actor_id, input_hash)
  SELECT ${COMMAND}, 'hostile', id, '' FROM users WHERE login = 'finance'`;
const SIGN = `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, command_id)
  SELECT a.id, u.id, a.maker_id, 'FINANCE', 'APPROVE', '', ${COMMAND} FROM public.approvals a, users u
  WHERE a.id = ${PENDING} AND u.login = 'finance'`;
const EXECUTE = `UPDATE public.approvals SET status = 'EXECUTED', closed_at = now(), command_id = ${COMMAND} WHERE id = ${PENDING}`;
const shadow = (table: string, change: string) => [
  `CREATE TEMP TABLE ${table} AS SELECT * FROM public.${table}`,
  `GRANT ALL ON pg_temp.${table} TO PUBLIC`,
  change,
];
/** Stops with this word when the condition holds: for what must come out right instead of being refused. */
const stopIf = (condition: string) =>
  `DO $$ BEGIN IF ${condition} THEN RAISE EXCEPTION 'as it should be' USING ERRCODE = 'RIGHT'; END IF; END $$`;

type Attack = [what: string, sqlstate: string, statements: string[]];
const SHADOWS: Attack[] = [
  [
    "a table of receipts of one's own does not end a claim",
    "CD013",
    [CLAIM, ...shadow("receipts", `UPDATE pg_temp.receipts SET outcome = '1' WHERE command_id = ${COMMAND}`)],
  ],
  [
    "nor does one that is searched first",
    "CD013",
    [
      "SET search_path = pg_temp, public",
      CLAIM,
      ...shadow("receipts", `UPDATE pg_temp.receipts SET outcome = '1' WHERE command_id = ${COMMAND}`),
    ],
  ],
  [
    "a claim in receipts of one's own opens nothing",
    "CD013",
    [
      ...shadow("receipts", `INSERT INTO pg_temp.receipts (command_id, name, input_hash) VALUES (${COMMAND}, 'x', '')`),
      post(),
    ],
  ],
  ["a table of approvals of one's own approves nothing", "CD011", [CLAIM, FORGED, END, ...SHADOW_APPROVAL]],
  ["nor one that is made before the posting", "CD011", [CLAIM, ...SHADOW_APPROVAL, FORGED, END]],
  [
    "a view in place of the approvals runs nothing as the owner",
    "CD011",
    [
      CLAIM,
      FORGED,
      END,
      `CREATE FUNCTION pg_temp.evil() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
         EXECUTE 'UPDATE public.account_balances SET posted_minor = posted_minor + 1'; RETURN true; END $$`,
      `CREATE TEMP VIEW approvals AS SELECT 999::bigint AS id, 'EXECUTED'::text AS status, ${COMMAND}::uuid AS command_id,
         jsonb_build_object('event', 'suspense.refunded_to_payer', 'lines', ${APPROVED_LINES}) AS payload, 'x'::text AS approval_no
         WHERE pg_temp.evil()`,
      "GRANT ALL ON pg_temp.approvals TO PUBLIC",
    ],
  ],
  [
    "decisions of one's own sign nothing",
    "CD008",
    [
      CLAIM,
      ...shadow(
        "approval_decisions",
        `INSERT INTO pg_temp.approval_decisions (approval_id, checker_id, as_role, verdict) VALUES (${PENDING}, 0, 'FINANCE', 'APPROVE')`,
      ),
      EXECUTE,
      END,
    ],
  ],
  [
    "vouchers of one's own execute no approval",
    "CD011",
    [
      CLAIM_OF_CHECKER,
      SIGN,
      EXECUTE,
      END,
      ...shadow("vouchers", `INSERT INTO pg_temp.vouchers (approval_id, command_id) VALUES (${PENDING}, ${COMMAND})`),
    ],
  ],
  [
    "vouchers of one's own resolve no item",
    "CD011",
    [
      CLAIM,
      `UPDATE public.suspense_items SET status = 'AUTO_RESOLVED', resolved_voucher_id = opened_voucher_id, resolved_at = now(),
         version = version + 1, command_id = ${COMMAND} WHERE status = 'PROPOSED'`,
      END,
      ...shadow("vouchers", "UPDATE pg_temp.vouchers SET reverses_voucher_id = id"),
    ],
  ],
  [
    "a chart of one's own gives an account no other nature",
    "CD016",
    [
      ...shadow(
        "gl_subjects",
        "UPDATE pg_temp.gl_subjects SET fund_owner = 'CLIENT', normal_side = 'CREDIT', allow_negative = true",
      ),
      "INSERT INTO public.accounts (account_no, gl_code, asset, normal_side, fund_owner) VALUES ('RAW-SHADOW', '6001', 'CNY', 'DEBIT', 'CLIENT')",
      CLAIM,
      post({ lines: "D RAW-A 100, C RAW-SHADOW 100" }),
      END,
    ],
  ],
  [
    "balances of one's own pay nothing",
    "no_overdraft",
    [
      CLAIM,
      ...shadow(
        "account_balances",
        "UPDATE pg_temp.account_balances SET posted_minor = 1000000, allow_negative = true",
      ),
      post({ lines: "C RAW-CHANNEL 1001, D RAW-A 1001" }),
      END,
    ],
  ],
  [
    "events of one's own allow nothing",
    "CD016",
    [
      CLAIM,
      ...shadow("voucher_events", "UPDATE pg_temp.voucher_events SET crosses_funds = true, needs_approval = false"),
      post({ lines: "D RAW-A 100, C RAW-FEES 100" }),
      END,
    ],
  ],
  [
    "settings of one's own open no day",
    "RIGHT",
    [
      CLAIM,
      ...shadow("ledger_settings", "UPDATE pg_temp.ledger_settings SET closed_through = '2020-01-01'"),
      post({ day: "'2026-09-30'" }),
      END,
      stopIf("(SELECT accounting_on FROM public.vouchers WHERE idempotency_key = 'hostile') = '2026-10-01'"),
    ],
  ],
  [
    "functions of one's own are not called",
    "CD003",
    [
      "SET search_path = pg_temp, public",
      "CREATE FUNCTION pg_temp.require_claim(p uuid) RETURNS void LANGUAGE sql AS ''",
      "CREATE FUNCTION pg_temp.sum(numeric) RETURNS numeric LANGUAGE sql AS 'SELECT 0::numeric'",
      "CREATE FUNCTION pg_temp.check_entries() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
      CLAIM,
      post({ lines: "D RAW-CHANNEL 100, C RAW-A 99" }),
      END,
    ],
  ],
  ["put off constraints are checked at the end", "CD013", ["SET CONSTRAINTS ALL DEFERRED", CLAIM, post()]],
  ["and so are those of an approval", "CD011", ["SET CONSTRAINTS ALL DEFERRED", CLAIM, FORGED, END]],
];

describe("a session's own tables and functions", () => {
  it.each(SHADOWS)("%s", async (_, sqlstate, statements) => {
    expect(await target.attack(statements)).toBe(sqlstate);
    expect(await target.changed()).toEqual([]);
  });
});

describe("a snapshot of the past", () => {
  it.each(["REPEATABLE READ", "SERIALIZABLE"])(
    "%s posts into no day that was closed meanwhile, nor closes one",
    async (isolation) => {
      const { pool, appUrl } = target.desk.db;
      const account = await openAccount(pool, `OLD-${isolation}`, "2202.02");
      const channel = await openAccount(pool, `OLD-CHANNEL-${isolation}`, "1122");
      for (const [work, day] of [
        ["post", "2026-10-20"],
        ["close", "2026-10-21"],
      ] as const) {
        const old = new pg.Client({ connectionString: appUrl });
        await old.connect();
        const command = crypto.randomUUID();
        await old.query(`BEGIN ISOLATION LEVEL ${isolation}`);
        await old.query("SELECT closed_through FROM ledger_settings");
        const closing = isolation === "SERIALIZABLE" ? day.replace("-10-", "-11-") : day;
        await inCommand(pool, (client, id) => closeRaw(client, id, closing));
        await old.query("INSERT INTO receipts (command_id, name, input_hash) VALUES ($1, 'old', '')", [command]);
        const attempt =
          work === "post"
            ? postRaw(old, command, [
                {
                  key: `old-${isolation}`,
                  day: closing,
                  lines: [
                    [channel, "DEBIT", 1n],
                    [account, "CREDIT", 1n],
                  ],
                },
              ])
            : old.query("SELECT ledger_close($1, '2026-12-31')", [command]);
        expect(await stoppedBy(attempt), work).toBe("CD019");
        await old.end();
      }
    },
  );
});

it("every function that guards or writes names its schema, or brings its own path", async () => {
  const { rows } = await target.desk.db.pool.query<{ name: string; source: string; relations: string[] }>(
    `SELECT p.proname AS name, p.prosrc AS source, (SELECT array_agg(relname::text) FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')) AS relations
     FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
     WHERE p.pronamespace = 'public'::regnamespace AND l.lanname IN ('plpgsql', 'sql') AND p.proconfig IS NULL
       AND (p.provolatile = 'v' OR p.prorettype = 'trigger'::regtype)`,
  );
  const relations = new Set(rows[0]?.relations);
  const bare = rows.flatMap(({ name, source }) =>
    [...source.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE|ONLY)\s+([a-z_]+)(?!\.)\b/gi)]
      .filter(([, relation]) => relations.has(relation ?? ""))
      .map(([text]) => `${name}: ${text}`),
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(bare).toEqual([]);
});

it("nothing that runs with the owner's rights is anybody's to call, and all of it brings its own path", async () => {
  const { rows } = await target.desk.db.pool.query<{ name: string }>(
    `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
       AND (proconfig IS NULL OR NOT proconfig::text LIKE '%search_path=public, pg_temp%'
         OR (prorettype <> 'trigger'::regtype AND (proacl IS NULL OR proacl::text ~ '[{,]=X')))`,
  );
  expect(rows).toEqual([]);
});
