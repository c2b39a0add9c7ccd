import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  account,
  CLAIM,
  COMMAND,
  capture,
  captureEach,
  END,
  type HostileTarget,
  lineArrays,
  openHostileTarget,
  post,
  postHeld,
  postMany,
  voucher,
} from "@/tests/hostile-target";

/** The posting functions, called by whoever holds the app role, with whatever arguments: no unlawful voucher comes of it. */
let target: HostileTarget;
beforeAll(async () => {
  target = await openHostileTarget();
});
// What was stopped was rolled back, so one look at the whole book is enough for all of them.
afterAll(async () => {
  expect(await target.changed()).toEqual([]);
  await target.desk.db.drop();
});

type Attack = [what: string, sqlstate: string, ...statements: string[]];

/** In a command that is claimed and ended as it should be: only the posting is wrong. */
const claimed = (what: string, sqlstate: string, ...statements: string[]): Attack => [
  ...([what, sqlstate, CLAIM] as const),
  ...statements,
  END,
];
/** The same wrong voucher, posted by itself, among honest ones, and as a command of its own. */
const everyWay = (what: string, sqlstate: string, given: Parameters<typeof post>[0]): Attack[] => [
  claimed(`${what}, alone`, sqlstate, post(given)),
  claimed(
    `${what}, in a batch`,
    sqlstate,
    postMany([
      { key: "honest", lines: "D RAW-CHANNEL 1, C RAW-B 1" },
      { key: "hostile", ...given },
    ]),
  ),
  [`${what}, as one command`, sqlstate, postCommand(given)],
  [`${what}, among commands`, sqlstate, postCommands(given)],
  claimed(`${what}, with a hold`, sqlstate, postHeld(given)),
];

const arrays = (given: Parameters<typeof post>[0] = {}) => lineArrays(given.lines ?? "D RAW-CHANNEL 100, C RAW-A 100");

function postCommand(given: Parameters<typeof post>[0] = {}): string {
  const { event = "channel.remitted", key = "hostile", day = "'2026-11-20'", approval = "NULL" } = given;
  return `SELECT ledger_post_command(${COMMAND}, 'hostile', NULL, '', '${key}', '${event}', 1, ${day}, now(), 't', 't', '',
    ${approval}, ${arrays(given).sql})`;
}

function postCommands(given: Parameters<typeof post>[0] = {}): string {
  const { event = "channel.remitted", key = "hostile", day = "'2026-11-20'", approval = "NULL" } = given;
  return `SELECT ledger_post_commands(ARRAY[${COMMAND}]::uuid[], ARRAY['hostile'], ARRAY[NULL]::bigint[], ARRAY[''], ARRAY['${key}'],
    ARRAY['${event}'], ARRAY[1], ARRAY[${day}]::date[], ARRAY[now()], ARRAY['t'], ARRAY['t'], ARRAY[''], ARRAY[${approval}]::bigint[],
    array_fill(1, ARRAY[${arrays(given).count}]), ${arrays(given).sql})`;
}

/** Lines whose arrays are not of one length: what is left over must not be left out. */
function uneven(what: string, whole: string, left: string): Attack[] {
  const broken = (statement: string) => statement.replace(whole, left);
  return [
    claimed(`${what}, alone`, "CD003", broken(post())),
    claimed(`${what}, in a batch`, "CD003", broken(postMany([{ key: "honest" }, {}]))),
    [`${what}, as one command`, "CD003", broken(postCommand())],
    [`${what}, among commands`, "CD003", broken(postCommands())],
    claimed(`${what}, with a hold`, "CD003", broken(postHeld())),
  ];
}

const UNLAWFUL: Attack[] = [
  ...everyWay("out of balance", "CD003", { lines: "D RAW-CHANNEL 100, C RAW-A 99" }),
  ...everyWay("out of balance by one part of 10^15", "CD003", {
    lines: "D RAW-CHANNEL 999999999999999, C RAW-A 999999999999998",
  }),
  ...everyWay("one asset against another", "CD003", { lines: "D RAW-CHANNEL 100, C RAW-USD 100" }),
  ...everyWay("an account that does not exist", "CD015", { lines: "D RAW-CHANNEL 100, C 999999 100" }),
  ...everyWay("an account that is nobody's", "CD015", { lines: "D RAW-CHANNEL 100, C NOBODY 100" }),
  ...everyWay("no lines", "CD003", { lines: "" }),
  ...everyWay("one line", "CD003", { lines: "D RAW-CHANNEL 100" }),
  ...everyWay("negative amounts", "23514", { lines: "D RAW-CHANNEL -100, C RAW-A -100" }),
  ...everyWay("amounts of nothing", "23514", { lines: "D RAW-CHANNEL 0, C RAW-A 0" }),
  ...everyWay("amounts past 10^15", "23514", { lines: "D RAW-CHANNEL 1000000000000001, C RAW-A 1000000000000001" }),
  ...everyWay("the largest number there is", "23514", {
    lines: "D RAW-CHANNEL 9223372036854770000, C RAW-A 9223372036854770000",
  }),
  ...everyWay("a number past the largest balance", "22003", {
    lines: "D RAW-CHANNEL 9223372036854775807, C RAW-A 9223372036854775807",
  }),
  ...everyWay("an amount that is missing", "23502", { lines: "D RAW-CHANNEL NULL, C RAW-A NULL" }),
  ...everyWay("a third line on no side", "23514", { lines: "D RAW-CHANNEL 100, C RAW-A 100, X RAW-A 50" }),
  ...everyWay("sides that are none", "23514", { lines: "X RAW-CHANNEL 100, Y RAW-A 100" }),
  ...everyWay("two debits and a negative one", "23514", {
    lines: "D RAW-CHANNEL 100, D RAW-CHANNEL -200, C RAW-A -100",
  }),
  ...everyWay("more than there is", "no_overdraft", { lines: "C RAW-CHANNEL 1001, D RAW-A 1001" }),
  ...everyWay("more than is not held", "no_overdraft", { lines: "C RAW-CHANNEL 701, D RAW-A 701" }),
  ...everyWay("more than waits in a buffered account", "no_overdraft", { lines: "C RAW-CHANNEL 501, D RAW-HOT 501" }),
  ...everyWay("customers' money to our own", "CD016", { lines: "D RAW-A 100, C RAW-FEES 100" }),
  ...everyWay("our own money to customers", "CD016", { lines: "D RAW-OWN 100, C RAW-A 100" }),
  ...everyWay("waiting money to our own", "CD016", { lines: "C RAW-HOT 100, D RAW-OWN 100" }),
  ...everyWay("an event that is not in the catalogue", "CD014", { event: "money.made" }),
  ...everyWay("an event that needs an approval, without one", "CD011", { event: "suspense.refunded_to_payer" }),
  ...everyWay("an approval that does not exist", "CD011", { event: "suspense.refunded_to_payer", approval: "999999" }),
  ...everyWay("an approval that nobody has signed", "CD011", {
    event: "suspense.refunded_to_payer",
    approval: "(SELECT max(id) FROM approvals)",
  }),
  ...everyWay("an approval that was used", "CD011", {
    event: "suspense.refunded_to_payer",
    approval: "(SELECT min(id) FROM approvals)",
  }),
  ...uneven("a side too many", "'CREDIT']", "'CREDIT', 'CREDIT']"),
  ...uneven("a side too few", ", 'CREDIT']", "]"),
  ...uneven("an amount too many", "100]", "100, 100]"),
  ...uneven("an amount too few", ", 100]", "]"),
  ...everyWay("a reversal forged", "CD005", { event: "voucher.reversed" }),
  ...everyWay("a key of another voucher", "CD001", { key: "raw-a", lines: "D RAW-CHANNEL 100, C RAW-B 100" }),
];

describe("no unlawful voucher, whichever way it comes", () => {
  it.each(UNLAWFUL)("%s", async (_, sqlstate, ...statements) => {
    expect(await target.attack(statements)).toBe(sqlstate);
  });
});

const OTHER = "gen_random_uuid()";
const ENDED = "(SELECT command_id FROM receipts WHERE outcome IS NOT NULL LIMIT 1)";
const reverse = (key: string, command = COMMAND) =>
  `SELECT ledger_reverse(${command}, ARRAY[${voucher(key)}], '2026-11-20', now(), '', NULL)`;
const HOLD = "(SELECT max(id) FROM holds)";
const hold = (amount: string, of = "RAW-A", key = "hostile-hold") =>
  `SELECT ledger_hold(${COMMAND}, '${key}', ${account(of)}, ${amount}, 't', 't', 'test', NULL)`;

const CLAIMS: Attack[] = [
  ["posting without a claim", "CD013", post()],
  ["posting under another's id", "CD013", CLAIM, post({ command: OTHER }), END],
  ["posting under an id that has ended", "CD013", CLAIM, post({ command: ENDED }), END],
  ["posting after the outcome is written", "CD013", CLAIM, END, post()],
  ["posting after the claim was taken back", "CD013", "SAVEPOINT s", CLAIM, "ROLLBACK TO s", post()],
  ["a claim without an outcome", "CD013", CLAIM, post()],
  ["an empty claim", "CD013", CLAIM],
  [
    "a claim of an id that is taken",
    "23505",
    `INSERT INTO receipts (command_id, name, input_hash) SELECT command_id, 'x', '' FROM receipts LIMIT 1`,
  ],
  ["an outcome written twice", "CD002", CLAIM, END, END],
  ["an outcome taken back", "CD002", CLAIM, END, `UPDATE receipts SET outcome = NULL WHERE command_id = ${COMMAND}`],
  ["one command executed twice", "23505", postCommand({ key: "first" }), postCommand({ key: "second" })],
  ["a command claimed and executed as one", "23505", CLAIM, postCommand(), END],
  ["one id for two of many commands", "23505", postCommands({ key: "first" }), postCommands({ key: "second" })],
  ["a command without an id", "23502", postCommand().replace(COMMAND, "NULL")],
  ["reversing without a claim", "CD013", reverse("raw-a")],
  ["closing a day without a claim", "CD013", `SELECT ledger_close(${OTHER}, '2026-11-30')`],
  ["closing a day under an id that has ended", "CD013", `SELECT ledger_close(${ENDED}, '2026-11-30')`],
  ["reopening days without a claim", "CD013", `SELECT ledger_reopen(${OTHER}, '2026-01-01')`],
  [
    "making an account buffered without a claim",
    "CD013",
    `SELECT ledger_set_buffered(${OTHER}, ${account("RAW-A")}, true)`,
  ],
  ["holding without a claim", "CD013", hold("1").replaceAll(COMMAND, OTHER)],
  ["releasing without a claim", "CD013", `SELECT ledger_release(${OTHER}, 'x', ${HOLD}, 1)`],
  ["capturing without a claim", "CD013", capture(HOLD, "1", "D RAW-A 1, C RAW-B 1").replaceAll(COMMAND, OTHER)],
  ["posting with a hold without a claim", "CD013", postHeld()],
  ["posting with a hold under an id that has ended", "CD013", postHeld({ command: ENDED })],
  [
    "capturing many without a claim",
    "CD013",
    captureEach([[HOLD, "1", "D RAW-A 1, C RAW-B 1"]]).replaceAll(COMMAND, OTHER),
  ],
  ["letting holds expire without a claim", "CD013", `SELECT ledger_expire_holds(${OTHER}, 'infinity')`],
  [
    "keeping figures of a day without a receipt",
    "23503",
    `SELECT ledger_keep_day(${OTHER}, '2026-09-30', NULL, now())`,
  ],
  [
    "keeping figures of an open day",
    "CD006",
    CLAIM,
    `SELECT ledger_keep_day(${COMMAND}, '2026-11-20', NULL, now())`,
    END,
  ],
  ["forgetting figures of closed days", "CD006", "SELECT ledger_forget_days('2026-01-01')"],
];

describe("no effect without a claim of its own, and no claim without an outcome", () => {
  it.each(CLAIMS)("%s", async (_, sqlstate, ...statements) => {
    expect(await target.attack(statements)).toBe(sqlstate);
  });
});

const HELD = (key: string) => `(SELECT id FROM holds WHERE idempotency_key = '${key}')`;
const ONE = [HOLD, "1", "D RAW-A 1, C RAW-B 1"] as const;
const CASES: Attack[] = [
  claimed(
    "a second reversal with other words is the first one again, not another",
    "CD001",
    reverse("raw-wrong").replace("NULL)", "1)"),
  ),
  claimed(
    "a reversal of a reversal",
    "CD005",
    `SELECT ledger_reverse(${COMMAND}, (SELECT array_agg(id) FROM vouchers WHERE event = 'voucher.reversed'), '2026-11-20', now(), '', NULL)`,
  ),
  claimed("a reversal that would overdraw", "no_overdraft", hold("700"), reverse("raw-a")),
  claimed("a reversal for which an approval is invented", "CD011", reverse("raw-hot").replace("NULL)", "999999)")),
  claimed("holding more than there is", "no_overdraft", hold("701")),
  claimed("holding nothing", "23514", hold("0")),
  claimed("holding less than nothing", "23514", hold("-5")),
  claimed("holding past 10^15", "23514", hold("1000000000000001", "RAW-CHANNEL")),
  claimed("holding on no account", "23503", hold("1").replace(account("RAW-A"), "999999")),
  claimed("another hold under the same key", "CD001", hold("299", "RAW-A", "raw-hold")),
  claimed("releasing more than is held", "CD017", `SELECT ledger_release(${COMMAND}, 'x', ${HOLD}, 301)`),
  claimed("releasing less than nothing", "23514", `SELECT ledger_release(${COMMAND}, 'x', ${HOLD}, -1)`),
  claimed(
    "releasing what is not held any more",
    "CD017",
    `SELECT ledger_release(${COMMAND}, 'x', ${HOLD}, 300)`,
    `SELECT ledger_release(${COMMAND}, 'y', ${HOLD}, 1)`,
  ),
  claimed(
    "another release under the same key",
    "CD001",
    `SELECT ledger_release(${COMMAND}, 'x', ${HOLD}, 1)`,
    `SELECT ledger_release(${COMMAND}, 'x', ${HOLD}, 2)`,
  ),
  claimed("a release under a hold's own key", "CD001", `SELECT ledger_release(${COMMAND}, 'raw-hold', ${HOLD}, 1)`),
  claimed(
    "a release under the name of an expiry, which would then never come",
    "CD001",
    `SELECT ledger_release(${COMMAND}, 'expire:' || (SELECT max(hold_no) FROM holds), ${HOLD}, 1)`,
  ),
  claimed("a hold under the name of an expiry", "CD001", hold("1", "RAW-A", "expire:H0000000001")),
  claimed("posting with a hold of more than there is", "no_overdraft", postHeld({ held: "801" })),
  claimed("posting with a hold of nothing", "23514", postHeld({ held: "0" })),
  claimed("posting with a hold of less than nothing", "23514", postHeld({ held: "-5" })),
  claimed("posting with a hold on no account", "23503", postHeld({ on: "999999" })),
  claimed("posting with a hold under another's key", "23505", postHeld({ hold: "raw-hold" })),
  claimed("posting with a hold under the name of an expiry", "CD001", postHeld({ hold: "expire:H0000000001" })),
  claimed("posting again what stands, with another hold", "CD001", post(), postHeld()),
  claimed(
    "posting with fewer holds than vouchers",
    "CD003",
    postHeld().replace("ARRAY['hostile-hold']", "ARRAY[]::text[]"),
  ),
  claimed("capturing among many more than is held", "CD017", captureEach([[HOLD, "301", "D RAW-A 301, C RAW-B 301"]])),
  claimed("capturing among many less than nothing", "CD017", captureEach([[HOLD, "-1", "D RAW-A 1, C RAW-B 1"]])),
  claimed("capturing among many without an amount", "CD017", captureEach([[HOLD, "NULL", "D RAW-A 1, C RAW-B 1"]])),
  claimed(
    "capturing among many a hold that is not there",
    "CD017",
    captureEach([["999999", "1", "D RAW-A 1, C RAW-B 1"]]),
  ),
  claimed("capturing one hold twice among many", "CD017", captureEach([ONE, ONE])),
  claimed(
    "capturing among many twice",
    "CD017",
    captureEach([[HOLD, "300", "D RAW-A 300, C RAW-B 300"]]),
    captureEach([ONE], { key: "more" }),
  ),
  claimed("a capture among many under the key of another", "CD001", captureEach([ONE]), captureEach([ONE])),
  claimed(
    "a capture among many whose voucher takes less",
    "CD017",
    captureEach([[HOLD, "300", "D RAW-A 299, C RAW-B 299"]]),
  ),
  claimed(
    "a capture among many that another's voucher covers",
    "CD017",
    hold("5", "RAW-A", "hold-2"),
    captureEach([
      [HELD("raw-hold"), "300", "D RAW-CHANNEL 300, C RAW-B 300"],
      [HELD("hold-2"), "5", "D RAW-A 305, C RAW-B 305"],
    ]),
  ),
  claimed(
    "a capture among many whose voucher gives back what it takes",
    "CD017",
    captureEach([[HOLD, "300", "D RAW-A 300, C RAW-A 300"]]),
  ),
  claimed("capturing more than is held", "CD017", capture(HOLD, "301", "D RAW-A 301, C RAW-B 301")),
  claimed("capturing less than nothing", "CD017", capture(HOLD, "-1", "D RAW-A 1, C RAW-B 1")),
  claimed("capturing without an amount", "CD017", capture(HOLD, "NULL", "D RAW-A 1, C RAW-B 1")),
  claimed("capturing a hold that is not there", "CD017", capture("999999", "1", "D RAW-A 1, C RAW-B 1")),
  claimed("a capture whose voucher takes less", "CD017", capture(HOLD, "300", "D RAW-A 299, C RAW-B 299")),
  claimed(
    "a capture whose voucher takes from another account",
    "CD017",
    capture(HOLD, "300", "D RAW-CHANNEL 300, C RAW-B 300"),
  ),
  claimed(
    "a capture whose voucher gives back what it takes",
    "CD017",
    capture(HOLD, "300", "D RAW-A 300, C RAW-A 300"),
  ),
  claimed(
    "one hold captured twice by one voucher",
    "23505",
    capture(`${HOLD}, ${HOLD}`, "100, 100", "D RAW-A 200, C RAW-B 200"),
  ),
  claimed("a capture to our own funds", "CD016", capture(HOLD, "300", "D RAW-A 300, C RAW-FEES 300")),
  claimed(
    "a capture by a forged reversal",
    "CD005",
    capture(HOLD, "300", "D RAW-A 300, C RAW-B 300", "x", "voucher.reversed"),
  ),
  claimed(
    "a capture by an event that needs an approval",
    "CD011",
    capture(HOLD, "300", "D RAW-A 300, C RAW-B 300", "x", "adjustment"),
  ),
  claimed("a day past all books", "CD004", post({ day: "'2101-01-01'" })),
  claimed("the end of time", "CD004", post({ day: "'infinity'" })),
  claimed("closing all days there will ever be", "22008", `SELECT ledger_close(${COMMAND}, 'infinity')`),
  claimed("a month before all books", "CD004", "SELECT ensure_month('1999-01-01')"),
  claimed("no keys at all", "22004", post().replace("ARRAY['hostile']", "NULL")),
  claimed(
    "a line that names no voucher of the batch",
    "CD003",
    postMany([{ key: "h1" }, { key: "h2" }]).replace("ARRAY[1, 1, 2, 2]", "ARRAY[1, 1, 2, 3]"),
  ),
  claimed(
    "a third line that names no voucher of the batch",
    "CD003",
    postMany([{ key: "h1" }, { key: "h2", lines: "D RAW-CHANNEL 100, C RAW-A 100, C RAW-B 7" }]).replace(
      "ARRAY[1, 1, 2, 2, 2]",
      "ARRAY[1, 1, 2, 2, 3]",
    ),
  ),
  claimed(
    "a third line on no account in a batch",
    "CD015",
    postMany([{ key: "h1" }, { key: "h2", lines: "D RAW-CHANNEL 100, C RAW-A 100, C NOBODY 7" }]),
  ),
  claimed(
    "lines of a voucher that is not in the call",
    "CD003",
    post().replace("array_fill(1, ARRAY[2])", "ARRAY[1, 2]"),
  ),
];

describe("reversals, holds, days and malformed calls", () => {
  it.each(CASES)("%s", async (_, sqlstate, ...statements) => {
    expect(await target.attack(statements)).toBe(sqlstate);
  });
});
