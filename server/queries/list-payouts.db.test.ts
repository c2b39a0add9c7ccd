import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { payoutFilters } from "@/contracts/payout-views";
import { recordBounce } from "@/server/commands/record-bounce";
import { reader } from "@/server/transact";
import { asSystem } from "@/tests/command-context";
import { accepted, type Desk } from "@/tests/desk-fixture";
import { addPayees, askFor, channelSays, lastAttemptOf, openPayoutDesk, type Said } from "@/tests/payout-fixture";
import { getPayout } from "./get-payout";
import { countPayouts, listPayouts, sumPayouts } from "./list-payouts";

let desk: Desk;
const made: string[] = [];
beforeAll(async () => {
  desk = await openPayoutDesk();
  const payOut = async (merchantNo: string, amountMinor: bigint, ...said: Said[]) => {
    const [payee = ""] = await addPayees(desk, merchantNo, 1);
    const wish = { merchantNo, amountMinor, payee, clientRef: `REF-${amountMinor}` };
    const { payoutNo } = accepted(await askFor(desk.people.maker, wish));
    for (const one of said) await channelSays(desk, payoutNo, one);
    made.push(payoutNo);
  };
  await payOut("M1", 100n);
  await payOut("M1", 200n, "NO_ANSWER");
  await payOut("M1", 300n, "CHANNEL");
  await payOut("M2", 400n, "SUCCEEDED");
  await payOut("M2", 500n, "SUCCEEDED");
  const { outNo } = await lastAttemptOf(made[4] ?? "");
  accepted(await recordBounce(asSystem(), { outNo, on: "2026-11-20", reason: "closed" }));
});
afterAll(() => desk.db.drop());

const amounts = async (given: Record<string, string>, actor = desk.people.finance) => {
  const { rows } = await listPayouts(actor, payoutFilters.parse(given), { cursor: null, limit: 50 });
  const { value } = await countPayouts(actor, payoutFilters.parse(given));
  expect(value).toBe(rows.length);
  return rows.map((row) => row.amountMinor);
};

describe("the list of payouts", () => {
  it.each([
    [{}, ["500", "400", "300", "200", "100"]],
    [{ show: "transit" }, ["500", "300", "200", "100"]],
    [{ show: "doubt" }, ["200"]],
    [{ show: "again" }, ["500", "300"]],
    [{ status: "SUCCEEDED" }, ["400"]],
    [{ merchant: "M2" }, ["500", "400"]],
    [{ channel: "wechat", q: "REF-300" }, ["300"]],
    [{ channel: "bank" }, []],
    [{ on: "2026-11-20" }, ["500", "400", "300", "200", "100"]],
    [{ on: "2026-11-21" }, []],
  ])("%o", async (given, expected) => {
    expect(await amounts(given)).toEqual(expected);
  });

  it("finds one by the number under which it went out", async () => {
    const { outNo } = await lastAttemptOf(made[1] ?? "");
    expect(await amounts({ q: outNo })).toEqual(["200"]);
  });

  it("shows no merchant outside the reader's scope, in rows, counts, sums and by number", async () => {
    expect(await amounts({}, desk.people.scoped)).toEqual(["300", "200", "100"]);
    const sums = await sumPayouts(desk.people.scoped);
    expect(sums.map(({ view, amountMinor, count }) => `${view} ${amountMinor} ${count}`)).toEqual([
      "waiting 0 0",
      "transit 600 3",
      "doubt 200 1",
      "again 300 1",
    ]);
    expect(await getPayout(desk.people.scoped, made[3] ?? "")).toBeNull();
    expect(await getPayout(desk.people.finance, made[3] ?? "")).toMatchObject({ status: "SUCCEEDED" });
  });

  it("goes on from page to page without a gap", async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listPayouts>> = await listPayouts(
        desk.people.finance,
        {},
        { cursor, limit: 2 },
      );
      seen.push(...page.rows.map((row) => row.payoutNo));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual([...made].reverse());
  });
});

describe("one payout", () => {
  it("says what may be done next, and what stands against it", async () => {
    const [, doubtful = "", failed = ""] = made;
    expect(await getPayout(desk.people.maker, doubtful)).toMatchObject({
      may: { repay: false },
      obstacle: { code: "payout_in_doubt" },
    });
    const payout = await getPayout(desk.people.maker, failed);
    expect(payout).toMatchObject({ may: { repay: true }, obstacle: null, attempts: [{ status: "FAILED" }] });
    expect(payout?.channels.map(({ no }) => no)).toEqual(["wechat", "bank"]);
    expect(payout?.events.map(({ action }) => action)).toEqual(["payout.accepted", "payout.failed"]);
    expect(payout?.payee.maskedNo).toMatch(/^\*{4} \d{4}$/);
    expect((await getPayout(desk.people.auditor, failed))?.may).toEqual({
      putForward: false,
      repay: false,
      settle: false,
    });
  });
});

it("reads ten thousand open payouts by an index: a page, the sums of what waits, and one by its number", async () => {
  const client = await desk.db.ownerPool.connect();
  await client.query("ALTER TABLE payouts DISABLE TRIGGER USER");
  await client.query(
    `INSERT INTO payouts (payout_no, merchant_id, asset, amount_minor, payee_account_id, payee_digest, channel_id, status, source, requested_at, command_id)
     SELECT 'POX' || n, o.merchant_id, 'CNY', n, o.payee_account_id, o.payee_digest, o.channel_id, CASE WHEN n % 100 = 0 THEN 'ACCEPTED' ELSE 'SUCCEEDED' END,
            'PAGE', o.requested_at, o.command_id
     FROM generate_series(1, 10000) AS n CROSS JOIN (SELECT * FROM payouts ORDER BY id LIMIT 1) AS o`,
  );
  await client.query("ALTER TABLE payouts ENABLE TRIGGER USER");
  await client.query("ANALYZE payouts");
  client.release();
  const plan = async (sql: string) =>
    (await reader.query<{ "QUERY PLAN": string }>(`EXPLAIN ${sql}`)).map((row) => row["QUERY PLAN"]).join("\n");
  const open = "status NOT IN ('SUCCEEDED', 'RETURNED', 'REFUSED')";
  expect(await plan("SELECT * FROM payouts o WHERE o.id < 9000 ORDER BY o.id DESC LIMIT 101")).not.toContain(
    "Seq Scan",
  );
  expect(await plan(`SELECT status, sum(amount_minor) FROM payouts WHERE ${open} GROUP BY 1`)).toContain(
    "payouts_open",
  );
  const { rows } = await listPayouts(desk.people.finance, { show: "transit" }, { cursor: null, limit: 200 });
  expect(rows).toHaveLength(104);
});
