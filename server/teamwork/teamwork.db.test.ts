import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { suspenseFilters } from "@/contracts/suspense-filters";
import { handOverSuspenseItemInput, saveRoutingInput, saveTeamInput } from "@/contracts/teamwork";
import type { Actor } from "@/core/permissions/actor";
import { attachFile } from "@/server/commands/attach-file";
import { handOverSuspenseItem, readNotes } from "@/server/commands/hand-over-suspense-item";
import { releaseAwayItems } from "@/server/commands/release-away-items";
import { saveRouting } from "@/server/commands/save-routing";
import { saveTeam } from "@/server/commands/save-team";
import { cancelAbsence, setAbsence } from "@/server/commands/set-absence";
import { snoozeSuspenseItem, wakeSuspenseItem } from "@/server/commands/snooze-suspense-item";
import { claimSuspenseItem, commentOnSuspenseItem } from "@/server/commands/work-suspense-item";
import { getLoad } from "@/server/queries/get-load";
import { getRouting, rehearseRouting } from "@/server/queries/get-routing";
import { getSuspenseItem } from "@/server/queries/get-suspense-item";
import { countSuspense } from "@/server/queries/list-suspense";
import { reader } from "@/server/transact";
import { as, asSystem } from "@/tests/command-context";
import { accepted, by, type Desk, itemOf, openDesk, openItemOf, proposeAs, reconcileDay } from "@/tests/desk-fixture";
import { endPresence, notePresence, sweepPresences } from "./note-presence";

let desk: Desk;
let nextKey = 1;
beforeAll(async () => {
  desk = await openDesk();
  // The fixture knows the scope by heart; colleagues are looked up in the database.
  await desk.db.ownerPool.query("INSERT INTO user_scopes (user_id, merchant_no) VALUES ($1, 'M1')", [
    desk.people.scoped.userId,
  ]);
});
afterAll(() => desk.db.drop());

/** NOON of the fixture is Friday the 20th of November 2026 in Shanghai. */
const TODAY = "2026-11-20";

async function openOne(amountMinor = 400n): Promise<{ itemNo: string; expectedVersion: number }> {
  const key = `X-T${nextKey++}`;
  await reconcileDay({ lines: [{ orderNo: key, amountMinor }] });
  const { itemNo, version } = await openItemOf(key);
  return { itemNo, expectedVersion: version };
}

async function stateOf(itemNo: string) {
  const [row] = await reader.query<Record<string, unknown>>(
    `SELECT i.status, u.login AS assignee, t.code AS team, i.snoozed_until AS "snoozedUntil", i.snooze_reason AS reason, i.version
     FROM suspense_items i LEFT JOIN users u ON u.id = i.assignee_id LEFT JOIN teams t ON t.id = i.team_id WHERE item_no = $1`,
    [itemNo],
  );
  return row;
}

async function trailOf(itemNo: string): Promise<string[]> {
  const rows = await reader.query<{ said: string }>(
    `SELECT action || CASE outcome WHEN 'REFUSED' THEN ' refused' ELSE '' END AS said FROM audit_events
     WHERE object_type = 'suspense' AND object_no = $1 ORDER BY id`,
    [itemNo],
  );
  return rows.map(({ said }) => said);
}

type Reference = { itemNo: string; expectedVersion: number };
const snooze = (actor: Actor, item: Reference, until = "2026-11-23", reason = "the channel answers on Monday") =>
  snoozeSuspenseItem(by(actor), { commandId: randomUUID(), ...item, until, reason });
const wake = (actor: Actor, item: Reference) => wakeSuspenseItem(by(actor), { commandId: randomUUID(), ...item });
const claim = (actor: Actor, item: Reference, at?: Date) =>
  claimSuspenseItem(as(actor, randomUUID(), at), { commandId: randomUUID(), ...item });
const comment = (actor: Actor, itemNo: string, body: string) =>
  commentOnSuspenseItem(by(actor), { commandId: randomUUID(), itemNo, body });
const handOver = (actor: Actor, item: Reference, to: object, note = "They said they would call back.") =>
  handOverSuspenseItem(by(actor), handOverSuspenseItemInput.parse({ commandId: randomUUID(), ...item, to, note }));
const team = (code: string, members: string[], expectedVersion = 0, isArchived = false) =>
  saveTeam(
    by(desk.people.lead),
    saveTeamInput.parse({ commandId: randomUUID(), code, expectedVersion, name: `Team ${code}`, members, isArchived }),
  );
const away = (actor: Actor, login: string, fromOn: string, untilOn: string) =>
  setAbsence(by(actor), { commandId: randomUUID(), login, fromOn, untilOn });

let routingVersion = 0;
async function route(rules: readonly object[], more: { appliesToOpen?: boolean; idleHours?: number | null } = {}) {
  const whole = { kind: null, channel: null, direction: null, asset: null, fromMinor: null, belowMinor: null };
  const input = saveRoutingInput.parse({
    commandId: randomUUID(),
    expectedVersion: routingVersion,
    idleHours: more.idleHours ?? null,
    rules: rules.map((rule) => ({ ...whole, ...rule })),
    appliesToOpen: more.appliesToOpen ?? false,
  });
  const saved = await saveRouting(by(desk.people.lead), input);
  if (saved.ok) routingVersion = saved.value.version;
  return saved;
}

describe("snoozing", () => {
  it("puts an item off with a reason, and waking brings it back; the trail tells both", async () => {
    const item = await openOne();
    expect(accepted(await snooze(desk.people.maker, item)).version).toBe(2);
    expect(await stateOf(item.itemNo)).toMatchObject({ status: "OPEN", snoozedUntil: "2026-11-23" });
    expect(accepted(await wake(desk.people.maker, { ...item, expectedVersion: 2 })).version).toBe(3);
    expect(await stateOf(item.itemNo)).toMatchObject({ snoozedUntil: null, reason: null });
    expect(await trailOf(item.itemNo)).toEqual(["suspense.snoozed", "suspense.woken"]);
  });

  it("ends by itself when somebody takes the item on or proposes", async () => {
    const item = await openOne();
    accepted(await snooze(desk.people.maker, item));
    accepted(await claim(desk.people.colleague, { ...item, expectedVersion: 2 }));
    expect(await stateOf(item.itemNo)).toMatchObject({ snoozedUntil: null });
    accepted(await snooze(desk.people.colleague, { ...item, expectedVersion: 3 }));
    const proposal = { choice: { resolution: "REFUND_TO_PAYER" as const }, reason: "clear" };
    accepted(await proposeAs(desk.people.colleague, { ...item, expectedVersion: 4, ...proposal }));
    expect(await stateOf(item.itemNo)).toMatchObject({ status: "PROPOSED", snoozedUntil: null });
  });

  it("is refused: today, too far, another version, another's item, beyond one's scope, no permission, awake already", async () => {
    const item = await openOne();
    const { maker, colleague, scoped, auditor } = desk.people;
    const codeOf = async (result: ReturnType<typeof snooze>) =>
      ((await result) as { refusal?: { code: string } }).refusal?.code;
    expect(await codeOf(snooze(maker, item, TODAY))).toBe("snooze_day_invalid");
    expect(await codeOf(snooze(maker, item, "2027-03-01"))).toBe("snooze_day_invalid");
    expect(await codeOf(snooze(maker, { ...item, expectedVersion: 7 }))).toBe("suspense_item_changed");
    expect(await codeOf(snooze(scoped, item))).toBe("suspense_item_unknown");
    expect(await codeOf(snooze(auditor, item))).toBe("not_permitted");
    expect(await codeOf(wake(maker, item))).toBe("suspense_item_changed");
    accepted(await claim(colleague, item));
    expect(await codeOf(snooze(maker, { ...item, expectedVersion: 2 }))).toBe("suspense_item_taken");
  });

  it("cannot be without a reason in the database, either", async () => {
    const item = await openOne();
    const change = "UPDATE suspense_items SET snoozed_until = '2026-12-01', version = version + 1 WHERE item_no = $1";
    await expect(desk.db.pool.query(change, [item.itemNo])).rejects.toMatchObject({
      constraint: "snoozed_with_reason",
    });
  });
});

describe("comments", () => {
  it("tell whom they mention, until that person has read them; card numbers are masked", async () => {
    const { itemNo } = await openOne();
    const { maker, finance } = desk.people;
    accepted(await comment(maker, itemNo, "@finance paid with 4111111111111111, see @nobody and @maker"));
    const mentions = await reader.query(
      `SELECT u.login, k.body, m.read_at FROM mentions m JOIN users u ON u.id = m.user_id JOIN suspense_comments k ON k.id = m.comment_id
       JOIN suspense_items i ON i.id = k.item_id WHERE i.item_no = $1`,
      [itemNo],
    );
    expect(mentions).toEqual([
      { login: "finance", body: "@finance paid with 411111******1111, see @nobody and @maker", read_at: null },
    ]);
    const read = (actor: Actor) => readNotes(by(actor), { commandId: randomUUID(), itemNo, handOvers: false });
    expect(accepted(await read(maker))).toEqual({ mentions: 0, handOvers: 0 });
    expect(accepted(await read(finance))).toEqual({ mentions: 1, handOvers: 0 });
    expect(accepted(await read(finance))).toEqual({ mentions: 0, handOvers: 0 });
  });

  it("mention nobody who may not see the item", async () => {
    const { itemNo } = await openOne();
    expect(await comment(desk.people.maker, itemNo, "@scoped look")).toMatchObject({
      refusal: { code: "mentioned_may_not_see", params: { login: "scoped" } },
    });
    const kept = await reader.query(
      "SELECT 1 FROM suspense_comments k JOIN suspense_items i ON i.id = k.item_id WHERE item_no = $1",
      [itemNo],
    );
    expect(kept).toEqual([]);
  });
});

describe("handing over", () => {
  it("gives the item to a colleague with a note that only they mark as read", async () => {
    const item = await openOne();
    const { maker, colleague } = desk.people;
    accepted(await claim(maker, item));
    const given = await handOver(maker, { ...item, expectedVersion: 2 }, { kind: "person", login: "colleague" });
    expect(accepted(given)).toEqual({ itemNo: item.itemNo, status: "ASSIGNED", version: 3, to: "colleague" });
    expect(await stateOf(item.itemNo)).toMatchObject({ assignee: "colleague", version: 3 });
    const read = async (actor: Actor) =>
      accepted(await readNotes(by(actor), { commandId: randomUUID(), itemNo: item.itemNo, handOvers: true })).handOvers;
    expect([await read(maker), await read(colleague), await read(colleague)]).toEqual([0, 1, 0]);
    expect(await trailOf(item.itemNo)).toEqual(["suspense.claimed", "suspense.handed_over", "suspense.hand_over_read"]);
  });

  it("to a team puts it into the team's queue, and any member has read it for all", async () => {
    accepted(await team("payments", ["finance", "finance2"]));
    const item = await openOne();
    accepted(await claim(desk.people.maker, item));
    accepted(await handOver(desk.people.maker, { ...item, expectedVersion: 2 }, { kind: "team", code: "payments" }));
    expect(await stateOf(item.itemNo)).toMatchObject({ status: "OPEN", assignee: null, team: "payments" });
    const answer = await readNotes(by(desk.people.finance2), {
      commandId: randomUUID(),
      itemNo: item.itemNo,
      handOvers: true,
    });
    expect(accepted(answer).handOvers).toBe(1);
  });

  it("is refused: to oneself, nobody, an auditor, somebody beyond the scope, somebody away, a team that is not there", async () => {
    const item = await openOne();
    const to = async (receiver: object) =>
      ((await handOver(desk.people.maker, item, receiver)) as { refusal?: { code: string } }).refusal?.code;
    expect(await to({ kind: "person", login: "maker" })).toBe("hand_over_to_oneself");
    expect(await to({ kind: "person", login: "nobody" })).toBe("colleague_unknown");
    expect(await to({ kind: "person", login: "auditor" })).toBe("colleague_unknown");
    expect(await to({ kind: "person", login: "scoped" })).toBe("colleague_unknown");
    expect(await to({ kind: "team", code: "nowhere" })).toBe("team_unknown");
    accepted(await away(desk.people.lead, "lead2", TODAY, "2026-11-24"));
    expect(await to({ kind: "person", login: "lead2" })).toBe("colleague_away");
    expect(await stateOf(item.itemNo)).toMatchObject({ status: "OPEN", version: 1 });
  });

  it("of two at once, one gives it and the other is told", async () => {
    const item = await openOne();
    const answers = await Promise.all(
      ["colleague", "finance"].map((login) => handOver(desk.people.maker, item, { kind: "person", login })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "suspense_item_changed" } });
  });
});

describe("teams", () => {
  it("are made, changed from the version that was seen, and closed; only leads may", async () => {
    expect(accepted(await team("refunds", ["maker"]))).toEqual({ code: "refunds", version: 1 });
    expect(await team("refunds", [])).toMatchObject({ refusal: { code: "team_changed" } });
    expect(accepted(await team("refunds", ["colleague"], 1)).version).toBe(2);
    expect(await team("refunds", ["auditor"], 2)).toMatchObject({ refusal: { code: "colleague_unknown" } });
    const members = await reader.query(
      "SELECT u.login FROM team_members m JOIN users u ON u.id = m.user_id JOIN teams t ON t.id = m.team_id WHERE t.code = 'refunds'",
    );
    expect(members).toEqual([{ login: "colleague" }]);
    accepted(await team("refunds", [], 2, true));
    const input = { commandId: randomUUID(), code: "x", expectedVersion: 0, name: "X", members: [], isArchived: false };
    expect(await saveTeam(by(desk.people.maker), input)).toMatchObject({ refusal: { code: "not_permitted" } });
  });
});

describe("routing", () => {
  it("sends an item where the first rule that fits says, in the command that opens it", async () => {
    accepted(await team("small", ["maker"]));
    accepted(
      await route([
        { direction: "SHORT", to: { kind: "team", code: "payments" } },
        { asset: "CNY", belowMinor: "1000", to: { kind: "team", code: "small" } },
        {
          channel: "wechat",
          kind: "LONG",
          fromMinor: "1000",
          asset: "CNY",
          belowMinor: "5000",
          to: { kind: "person", login: "colleague" },
        },
        { to: { kind: "team", code: "payments" } },
      ]),
    );
    expect(await stateOf((await openOne(999n)).itemNo)).toMatchObject({
      team: "small",
      assignee: null,
      status: "OPEN",
    });
    const routed = await openOne(1_000n);
    expect(await stateOf(routed.itemNo)).toMatchObject({
      team: null,
      assignee: "colleague",
      status: "ASSIGNED",
      version: 2,
    });
    expect(await stateOf((await openOne(5_000n)).itemNo)).toMatchObject({ team: "payments", assignee: null });
  });

  it("passes over who is away, and the next rule decides", async () => {
    accepted(await route([{ to: { kind: "person", login: "finance2" } }, { to: { kind: "team", code: "small" } }]));
    accepted(await away(desk.people.finance2, "finance2", TODAY, TODAY));
    expect(await stateOf((await openOne()).itemNo)).toMatchObject({ team: "small", assignee: null });
  });

  it("applied to open items moves exactly those that nobody has and that a rule sends elsewhere", async () => {
    const [held, free] = [await openOne(), await openOne()];
    accepted(await claim(desk.people.maker, held));
    const saved = accepted(await route([{ to: { kind: "team", code: "payments" } }], { appliesToOpen: true }));
    expect(saved.moved).toBeGreaterThan(0);
    expect(await stateOf(held.itemNo)).toMatchObject({ assignee: "maker", team: "small" });
    expect(await stateOf(free.itemNo)).toMatchObject({ team: "payments", version: 2 });
    expect(accepted(await route([{ to: { kind: "team", code: "payments" } }], { appliesToOpen: true })).moved).toBe(0);
  });

  it("is refused: another version, a team or channel that is not there, no permission; two at once are one and a refusal", async () => {
    expect(await route([{ to: { kind: "team", code: "refunds" } }])).toMatchObject({
      refusal: { code: "routing_rule_invalid", params: { rule: "1", what: "team" } },
    });
    expect(await route([{ channel: "none", to: { kind: "team", code: "small" } }])).toMatchObject({
      refusal: { params: { what: "channel" } },
    });
    const input = { idleHours: null, rules: [], appliesToOpen: false };
    const save = (actor: Actor, expectedVersion: number) =>
      saveRouting(by(actor), { ...input, commandId: randomUUID(), expectedVersion });
    expect(await save(desk.people.maker, routingVersion)).toMatchObject({ refusal: { code: "not_permitted" } });
    expect(await save(desk.people.lead, routingVersion - 1)).toMatchObject({ refusal: { code: "routing_changed" } });
    const both = await Promise.all([save(desk.people.lead, routingVersion), save(desk.people.lead2, routingVersion)]);
    expect(both.map((answer) => (answer.ok ? "saved" : answer.refusal.code)).sort()).toEqual([
      "routing_changed",
      "saved",
    ]);
    routingVersion += 1;
    await expect(desk.db.ownerPool.query("DELETE FROM routing_rules")).rejects.toMatchObject({ code: "CD002" });
  });
});

describe("who is away", () => {
  const release = (now?: Date) => releaseAwayItems(asSystem(randomUUID(), now), {});
  const at = (text: string) => new Date(text);

  it("loses the items of before the absence, with a note; what is given to them after that stays", async () => {
    const [before, after] = [await openOne(), await openOne()];
    accepted(await claim(desk.people.finance, before, at("2026-11-19T10:00:00+08:00")));
    accepted(await away(desk.people.finance, "finance", TODAY, "2026-11-23"));
    accepted(await claim(desk.people.finance, after, at("2026-11-20T13:00:00+08:00")));
    expect(accepted(await release()).released).toBe(1);
    expect(await stateOf(before.itemNo)).toMatchObject({ status: "OPEN", assignee: null });
    expect(await stateOf(after.itemNo)).toMatchObject({ assignee: "finance" });
    const [note] = await reader.query(
      "SELECT actor_login, detail FROM audit_events WHERE object_no = $1 ORDER BY id DESC LIMIT 1",
      [before.itemNo],
    );
    expect(note).toMatchObject({ actor_login: "system", detail: { why: "AWAY", person: "finance" } });
    expect(accepted(await release()).released).toBe(0);
  });

  it("without a sign for the hours of the rules loses them, too, and not who was seen", async () => {
    accepted(await route([], { idleHours: 8 }));
    const [quiet, seen] = [await openOne(), await openOne()];
    const { maker, colleague } = desk.people;
    accepted(await claim(maker, quiet, at("2026-11-20T08:00:00+08:00")));
    accepted(await claim(colleague, seen, at("2026-11-20T08:00:00+08:00")));
    await desk.db.ownerPool.query(
      `INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at) VALUES (gen_random_uuid(), $1, $2, $2, $3)`,
      [colleague.userId, at("2026-11-20T12:00:00+08:00"), at("2026-11-21T12:00:00+08:00")],
    );
    accepted(await release(at("2026-11-20T15:59:00+08:00")));
    expect(await stateOf(quiet.itemNo)).toMatchObject({ assignee: "maker" });
    accepted(await release(at("2026-11-20T16:01:00+08:00")));
    expect(await stateOf(quiet.itemNo)).toMatchObject({ assignee: null });
    expect(await stateOf(seen.itemNo)).toMatchObject({ assignee: "colleague" });
  });

  it("is said by oneself or by a lead, for days to come, and can be taken back", async () => {
    const { maker, lead } = desk.people;
    expect(await away(maker, "colleague", TODAY, TODAY)).toMatchObject({ refusal: { code: "absence_of_others" } });
    expect(await away(maker, "maker", "2026-11-01", "2026-11-19")).toMatchObject({
      refusal: { code: "absence_day_invalid" },
    });
    expect(await away(lead, "nobody", TODAY, TODAY)).toMatchObject({ refusal: { code: "colleague_unknown" } });
    accepted(await away(maker, "maker", "2026-11-25", "2026-11-27"));
    const [absence] = await reader.query<{ id: bigint }>("SELECT max(id) AS id FROM absences");
    const cancel = (actor: Actor) => cancelAbsence(by(actor), { commandId: randomUUID(), absenceId: `${absence?.id}` });
    expect(await cancel(desk.people.colleague)).toMatchObject({ refusal: { code: "absence_of_others" } });
    accepted(await cancel(lead));
    expect(await cancel(lead)).toMatchObject({ refusal: { code: "absence_gone" } });
  });
});

describe("presence", () => {
  it("names the others who have the item open, and forgets them", async () => {
    const { itemNo } = await openOne();
    const { maker, colleague, scoped } = desk.people;
    expect(await notePresence(maker, itemNo)).toEqual({ others: [], version: 1 });
    expect(await notePresence(colleague, itemNo)).toEqual({ others: ["maker"], version: 1 });
    expect((await notePresence(maker, itemNo))?.others).toEqual(["colleague"]);
    expect(await notePresence(scoped, itemNo)).toBeNull();
    await endPresence(colleague, itemNo);
    expect((await notePresence(maker, itemNo))?.others).toEqual([]);
    await desk.db.ownerPool.query("UPDATE item_presences SET seen_at = now() - interval '31 s'");
    expect((await notePresence(colleague, itemNo))?.others).toEqual([]);
    expect(await sweepPresences()).toBe(1);
    expect(await itemOf(itemNo)).toMatchObject({ version: 1 });
  });
});

describe("the load", () => {
  it("counts exactly what the queue shows under the cell's filters", async () => {
    const { lead, maker } = desk.people;
    const open = await openOne(123_456n);
    accepted(await claim(maker, open));
    accepted(await snooze(maker, { ...(await openOne()) }));
    const load = await getLoad(lead, TODAY, undefined);
    const shown = async (filters: object) => (await countSuspense(lead, suspenseFilters.parse(filters), TODAY)).value;
    for (const { kind, cells } of load.heat.rows) {
      for (const { band, count } of cells) expect(count).toBe(await shown({ kind, age: band }));
    }
    for (const { person, ...counts } of load.people) {
      const assignee = person?.login ?? "-";
      expect(counts).toEqual({
        open: await shown({ assignee }),
        overdue: await shown({ assignee, overdue: "1" }),
        snoozed: await shown({ assignee, status: "snoozed" }),
        doneToday: person ? await shown({ assignee, status: "resolved", closedOn: TODAY }) : 0,
      });
    }
    expect(load.people.map(({ person }) => person?.login ?? null)).toContain("maker");
    expect(load.heat.totals.reduce((sum, { count }) => sum + count, 0)).toBe(await shown({}));
  });

  it("of a team has its members, and what waits in its queue", async () => {
    const load = await getLoad(desk.people.lead, TODAY, "payments");
    const waiting = await countSuspense(
      desk.people.lead,
      suspenseFilters.parse({ status: "unassigned", team: "payments" }),
      TODAY,
    );
    expect(load.people.map(({ person, open }) => [person?.login ?? null, open])).toEqual(
      expect.arrayContaining([
        [null, waiting.value],
        ["finance2", expect.any(Number)],
      ]),
    );
    expect(load.people).toHaveLength(3);
  });
});

describe("a rehearsal of rules", () => {
  it("says what saving would do, and saving does it", async () => {
    const rule = { kind: null, channel: null, direction: null, asset: "CNY", fromMinor: null, belowMinor: 100_000n };
    const rules = [
      { ...rule, to: { kind: "team" as const, code: "small" } },
      { ...rule, belowMinor: null, to: { kind: "team" as const, code: "nowhere" } },
    ];
    const rehearsal = await rehearseRouting(rules, TODAY);
    expect(rehearsal.faults).toEqual([{ rule: 1, what: "team" }]);
    expect(rehearsal.groups.find((group) => group.rule === 0)?.count).toBeGreaterThan(0);
    const saved = await route([{ asset: "CNY", belowMinor: "100000", to: { kind: "team", code: "small" } }], {
      appliesToOpen: true,
    });
    expect(accepted(saved).moved).toBe(rehearsal.moving);
    expect((await rehearseRouting(rules, TODAY)).moving).toBe(0);
    expect((await getRouting()).rules).toEqual([
      {
        kind: null,
        channel: null,
        direction: null,
        asset: "CNY",
        fromMinor: null,
        belowMinor: "100000",
        to: { kind: "team", code: "small" },
      },
    ]);
  });
});

describe("an item's history", () => {
  it("tells all of it, with whom or what it was about, in order", async () => {
    const { maker, colleague } = desk.people;
    accepted(await route([{ to: { kind: "team", code: "small" } }]));
    const item = await openOne(2_345n);
    accepted(await snooze(maker, item));
    accepted(await wake(maker, { ...item, expectedVersion: 2 }));
    accepted(await handOver(maker, { ...item, expectedVersion: 3 }, { kind: "person", login: "colleague" }));
    accepted(await readNotes(by(colleague), { commandId: randomUUID(), itemNo: item.itemNo, handOvers: true }));
    const file = {
      fileName: "a.txt",
      mediaType: "text/plain",
      sizeBytes: 1,
      sha256: "a".repeat(64),
      store: "FOLDER" as const,
    };
    accepted(await attachFile(by(colleague), { object: { type: "suspense", no: item.itemNo }, ...file }));
    await desk.db.ownerPool.query("UPDATE users SET disabled_at = now() WHERE login = 'colleague'");
    accepted(await releaseAwayItems(asSystem(), {}));
    await desk.db.ownerPool.query("UPDATE users SET disabled_at = NULL WHERE login = 'colleague'");
    const dto = await getSuspenseItem(maker, item.itemNo, TODAY);
    // The fixture's items are opened at its noon, and the trail keeps the database's time.
    expect(dto?.history.map(({ kind, by: who, about, note }) => [kind, who, about, note])).toEqual([
      ["opened", null, null, null],
      ["routed", null, "Team small", null],
      ["snoozed", "maker", "2026-11-23", "the channel answers on Monday"],
      ["woken", "maker", null, null],
      ["handedOver", "maker", "colleague", "They said they would call back."],
      ["noteRead", "colleague", null, null],
      ["attached", "colleague", "a.txt", null],
      ["releasedGone", null, "colleague", null],
    ]);
    expect(dto?.teamwork).toMatchObject({ handOvers: [], isMentioned: false, attachments: [{ fileName: "a.txt" }] });
    expect(dto).toMatchObject({ assignee: null, team: { no: "small" }, snoozedUntil: null });
  });
});
