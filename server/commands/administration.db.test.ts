import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { channelInput } from "@/contracts/channels";
import type { Actor } from "@/core/permissions/actor";
import type { Role } from "@/core/permissions/permissions";
import { disableUser } from "@/server/commands/disable-user";
import { proposeBankAccount, proposeBankAccountClosing } from "@/server/commands/propose-bank-account";
import { proposeChannelSettings, proposeMerchantSettings } from "@/server/commands/propose-settings";
import { proposeUserRights } from "@/server/commands/propose-user-rights";
import { reader } from "@/server/transact";
import { addUserWithPassword } from "@/server/users/add-user-with-password";
import { verifyBooks } from "@/server/verify/verify-books";
import { addUser } from "@/tests/command-context";
import { accepted, by, type Desk, decideAs, openDesk } from "@/tests/desk-fixture";

const reason = "as agreed";
let desk: Desk;
let ada: Actor;
let bea: Actor;
beforeAll(async () => {
  desk = await openDesk();
  ada = await addUser(desk.db.ownerPool, "ada", "ADMIN");
  bea = await addUser(desk.db.ownerPool, "bea", "ADMIN");
});
afterAll(() => desk.db.drop());

const codeOf = (result: { ok: true } | { ok: false; refusal: { code: string } }) =>
  result.ok ? "done" : result.refusal.code;

/** Decides at the version that the request has now; answers what became of it. */
async function decide(actor: Actor, approvalNo: string, verdict: "APPROVE" | "REJECT" = "APPROVE"): Promise<string> {
  const [row] = await reader.query<{ version: number }>("SELECT version FROM approvals WHERE approval_no = $1", [
    approvalNo,
  ]);
  const decided = await decideAs(actor, { approvalNo, expectedVersion: row?.version ?? 0, verdict, note: "seen" });
  return decided.ok ? decided.value.outcome : decided.refusal.code;
}

async function userNow(login: string) {
  const [row] = await reader.query<{ id: bigint; version: number; enabled: boolean; roles: string[]; scope: string[] }>(
    `SELECT id, version, disabled_at IS NULL AS enabled, ARRAY(SELECT role FROM user_roles WHERE user_id = users.id ORDER BY role) AS roles,
            ARRAY(SELECT merchant_no FROM user_scopes WHERE user_id = users.id) AS scope FROM users WHERE login = $1`,
    [login],
  );
  if (!row) throw new Error(`no user ${login}`);
  return row;
}

async function propose(login: string, roles: Role[], merchantNos: string[] = [], as: Actor = ada) {
  const { version: expectedVersion } = await userNow(login);
  return proposeUserRights(by(as), { commandId: "", login, expectedVersion, roles, merchantNos, reason });
}

describe("what a user may do", () => {
  it("begins with nothing: whoever is added is let in by a second person", async () => {
    const person = { login: "li.na", displayName: "Li Na", roles: ["OPERATOR" as const], merchantNos: ["M1"], reason };
    const added = accepted(await addUserWithPassword(by(ada), person));
    expect(await userNow("li.na")).toMatchObject({ enabled: false, roles: [], scope: [] });
    expect(await decide(ada, added.approvalNo ?? "")).toBe("checker_is_maker");
    expect(await decide(bea, added.approvalNo ?? "")).toBe("EXECUTED");
    expect(await userNow("li.na")).toMatchObject({ enabled: true, roles: ["OPERATOR"], scope: ["M1"] });
    expect(await decide(desk.people.lead, added.approvalNo ?? "")).toBe("approval_closed");
  });

  it("is never checked by whom it is about, nor proposed by them", async () => {
    expect(codeOf(await propose("ada", ["ADMIN", "FINANCE"]))).toBe("user_is_self");
    const { approvalNo } = accepted(await propose("bea", ["ADMIN", "FINANCE_LEAD"]));
    expect(await decide(bea, approvalNo)).toBe("checker_is_editor");
    expect(await decide(desk.people.finance, approvalNo)).toBe("checker_role_missing");
    expect(await decide(desk.people.lead, approvalNo, "REJECT")).toBe("REJECTED");
    expect((await userNow("bea")).roles).toEqual(["ADMIN"]);
  });

  it("is void when the user has changed since, as by being shut out at once", async () => {
    const { approvalNo } = accepted(await propose("li.na", ["OPERATOR", "FINANCE"]));
    expect(codeOf(await propose("li.na", ["AUDITOR"]))).toBe("approval_waits_already");
    accepted(await disableUser(by(bea), { login: "li.na" }));
    expect(await decide(bea, approvalNo)).toBe("STALE");
    expect(await userNow("li.na")).toMatchObject({ enabled: false, roles: ["OPERATOR"] });
  });

  it("lets in again only by request, and a granted role signs nothing for a while", async () => {
    const { approvalNo } = accepted(await propose("li.na", ["FINANCE"]));
    expect(await decide(desk.people.lead, approvalNo)).toBe("EXECUTED");
    const { id, enabled, roles } = await userNow("li.na");
    expect({ enabled, roles }).toEqual({ enabled: true, roles: ["FINANCE"] });
    const [may] = await reader.query("SELECT can_sign($1, 'FINANCE') AS now FROM users LIMIT 1", [id]);
    expect(may).toEqual({ now: false });
    await desk.db.ownerPool.query("UPDATE user_roles SET signs_from = now() WHERE user_id = $1", [id]);
    const [later] = await reader.query("SELECT can_sign($1, 'FINANCE') AS now FROM users LIMIT 1", [id]);
    expect(later).toEqual({ now: true });
  });

  it("keeps the last administrator", async () => {
    accepted(await disableUser(by(ada), { login: "bea" }));
    const asLead = { ...desk.people.lead, roles: ["ADMIN" as const] };
    expect(codeOf(await propose("ada", ["AUDITOR"], [], asLead))).toBe("user_is_last_admin");
    const again = accepted(await propose("bea", ["ADMIN"]));
    expect(await decide(desk.people.lead, again.approvalNo)).toBe("EXECUTED");
    await desk.db.ownerPool.query("UPDATE user_roles SET signs_from = now()");
  });

  it("is refused where merchants or the version are wrong, and to whoever is no administrator", async () => {
    expect(codeOf(await propose("li.na", ["OPERATOR"], ["M404"]))).toBe("merchant_unknown");
    expect(codeOf(await propose("li.na", ["OPERATOR"], [], desk.people.lead))).toBe("not_permitted");
    const old = {
      commandId: "",
      login: "li.na",
      expectedVersion: 1,
      roles: ["OPERATOR" as const],
      merchantNos: [],
      reason,
    };
    expect(codeOf(await proposeUserRights(by(ada), old))).toBe("user_changed");
  });

  it.each([
    ["a role", "INSERT INTO user_roles (user_id, role) SELECT id, 'ADMIN' FROM users WHERE login = 'li.na'"],
    [
      "another merchant",
      "INSERT INTO user_scopes (user_id, merchant_no) SELECT id, 'M2' FROM users WHERE login = 'li.na'",
    ],
    ["a user", "INSERT INTO users (login, display_name, password_hash) VALUES ('ghost', 'Ghost', 'none')"],
    ["being let in", "UPDATE users SET disabled_at = NULL WHERE login = 'gone'"],
  ])("is nothing that SQL of the app's role can give by itself: %s", async (_, sql) => {
    await desk.db.ownerPool.query(
      "INSERT INTO users (login, display_name, password_hash, disabled_at) VALUES ('gone', 'Gone', 'none', now()) ON CONFLICT DO NOTHING",
    );
    await expect(desk.db.pool.query(sql)).rejects.toMatchObject({ code: "CD034" });
  });
});

describe("fees, limits and how a merchant is paid out", () => {
  const settings = {
    feeBps: 38,
    settlementDays: 2,
    autoPayout: true,
    minPayoutMinor: 10_000n,
    marketingPolicy: "CASH_LAST" as const,
    payoutLimitMinor: 5_000_000n,
    payoutDayLimitMinor: 20_000_000n,
    feeMinMinor: 10n,
    feeMaxMinor: 5_000n,
    feeTiers: "1000000:55,5000000:50",
    feeReturn: "PROPORTIONAL" as const,
  };
  const merchantNow = async () =>
    (
      await reader.query(
        "SELECT fee_bps, settlement_days, min_payout_minor, payout_limit_minor, fee_min_minor, fee_max_minor, fee_tiers, fee_return, version FROM merchants WHERE merchant_no = 'M1'",
      )
    )[0];

  it("change when a second person has agreed, once, as they were proposed", async () => {
    const input = { commandId: "", merchantNo: "M1", expectedVersion: 1, settings, reason };
    const { approvalNo } = accepted(await proposeMerchantSettings(by(ada), input));
    expect(await merchantNow()).toMatchObject({ fee_bps: 0, version: 1 });
    expect(await decide(ada, approvalNo)).toBe("checker_is_maker");
    expect(await decide(desk.people.lead, approvalNo)).toBe("EXECUTED");
    expect(await merchantNow()).toEqual({
      fee_bps: 38,
      settlement_days: 2,
      min_payout_minor: 10_000n,
      payout_limit_minor: 5_000_000n,
      fee_min_minor: 10n,
      fee_max_minor: 5_000n,
      fee_tiers: "1000000:55,5000000:50",
      fee_return: "PROPORTIONAL",
      version: 2,
    });
    expect(codeOf(await proposeMerchantSettings(by(ada), input))).toBe("settings_changed");
    expect(codeOf(await proposeMerchantSettings(by(ada), { ...input, expectedVersion: 2 }))).toBe("settings_unchanged");
  });

  it.each([
    ["fee_bps", "1"],
    ["settlement_days", "5"],
    ["auto_payout", "false"],
    ["marketing_policy", "'PROPORTIONAL'"],
    ["payout_limit_minor", "7"],
    ["payout_day_limit_minor", "21000000"],
    ["min_payout_minor", "10001"],
    ["fee_min_minor", "11"],
    ["fee_max_minor", "5001"],
    ["fee_tiers", "'1000000:54'"],
    ["fee_return", "'NONE'"],
    ["name", "'Another shop'"],
  ])("are void when %s has changed since, whatever the version says", async (column, value) => {
    const [row] = await reader.query<{ version: number }>("SELECT version FROM merchants WHERE merchant_no = 'M1'");
    const changed = { ...settings, feeBps: 40 };
    const expectedVersion = row?.version ?? 0;
    const input = { commandId: "", merchantNo: "M1", expectedVersion, settings: changed, reason };
    const { approvalNo } = accepted(await proposeMerchantSettings(by(ada), input));
    const [before] = await reader.query<{ old: unknown }>(
      `SELECT ${column} AS old FROM merchants WHERE merchant_no = 'M1'`,
    );
    await desk.db.ownerPool.query(`UPDATE merchants SET ${column} = ${value} WHERE merchant_no = 'M1'`);
    expect(await decide(bea, approvalNo)).toBe("STALE");
    await desk.db.ownerPool.query(`UPDATE merchants SET ${column} = $1 WHERE merchant_no = 'M1'`, [before?.old]);
  });

  it("of a channel, and a channel itself, are proposed as well", async () => {
    const channel = channelInput.parse({ code: "netpay", name: "Net Pay", format: "wechat-trade", costBps: 30 });
    const first = accepted(
      await proposeChannelSettings(by(ada), { commandId: "", expectedVersion: 0, channel, reason }),
    );
    expect(await reader.query("SELECT 1 FROM channels WHERE code = 'netpay'")).toEqual([]);
    expect(await decide(bea, first.approvalNo)).toBe("EXECUTED");
    const dearer = { commandId: "", expectedVersion: 1, channel: { ...channel, costBps: 60 }, reason };
    const second = accepted(await proposeChannelSettings(by(ada), dearer));
    await desk.db.ownerPool.query("UPDATE channels SET cutoff = '23:00' WHERE code = 'netpay'");
    expect(await decide(bea, second.approvalNo)).toBe("STALE");
    expect(await reader.query("SELECT cost_bps FROM channels WHERE code = 'netpay'")).toEqual([{ cost_bps: 30 }]);
  });

  it.each([
    "UPDATE merchants SET fee_bps = 0, version = version + 1 WHERE merchant_no = 'M1'",
    "UPDATE channels SET cost_bps = 0, version = version + 1 WHERE code = 'wechat'",
  ])("are nothing that SQL of the app's role can change by itself: %s", async (sql) => {
    await expect(desk.db.pool.query(sql)).rejects.toMatchObject({ code: "CD034" });
  });
});

describe("a merchant's bank accounts", () => {
  const account = { asset: "CNY", holder: "Shop M1", bank: "ICBC", accountNo: "6222020012345678" };
  const add = { commandId: "", merchantNo: "M1", ...account, reason };
  const accountNow = async () =>
    (
      await reader.query<{ ref: string; version: number; open: boolean; paid_to: boolean; hours: number }>(
        `SELECT account_ref AS ref, version, closed_at IS NULL AS open, payable_bank_account(merchant_id, 'CNY') IS NOT DISTINCT FROM id AS paid_to,
                round(extract(epoch FROM payable_from - now()) / 3600)::int AS hours FROM merchant_bank_accounts`,
      )
    )[0];

  it("are added by two people, and paid to only after a while", async () => {
    const { approvalNo } = accepted(await proposeBankAccount(by(ada), add));
    const twin = accepted(await proposeBankAccount(by(bea), add));
    expect(await decide(ada, approvalNo)).toBe("checker_is_maker");
    expect(await decide(bea, approvalNo)).toBe("EXECUTED");
    expect(await accountNow()).toMatchObject({ open: true, paid_to: false, hours: 24 });
    expect(await decide(ada, twin.approvalNo)).toBe("STALE");
    expect(codeOf(await proposeBankAccount(by(ada), add))).toBe("payee_account_known");
    await desk.db.ownerPool.query("ALTER TABLE merchant_bank_accounts DISABLE TRIGGER USER");
    await desk.db.ownerPool.query("UPDATE merchant_bank_accounts SET payable_from = now()");
    await desk.db.ownerPool.query("ALTER TABLE merchant_bank_accounts ENABLE TRIGGER USER");
    expect(await accountNow()).toMatchObject({ paid_to: true });
  });

  it("are closed by two people; nothing of them is ever rewritten", async () => {
    const { ref = "" } = (await accountNow()) ?? {};
    const closing = { commandId: "", accountRef: ref, expectedVersion: 1, reason };
    const { approvalNo } = accepted(await proposeBankAccountClosing(by(ada), closing));
    const forge = "UPDATE merchant_bank_accounts SET closed_at = now(), version = 2, command_id = gen_random_uuid()";
    await expect(desk.db.pool.query(forge)).rejects.toThrow();
    await expect(desk.db.pool.query("UPDATE merchant_bank_accounts SET account_no = '1'")).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      desk.db.ownerPool.query("UPDATE merchant_bank_accounts SET account_no = '11111', version = 2, closed_at = now()"),
    ).rejects.toMatchObject({ code: "CD034" });
    expect(await decide(desk.people.lead, approvalNo)).toBe("EXECUTED");
    expect(await accountNow()).toMatchObject({ open: false, paid_to: false, version: 2 });
    expect(codeOf(await proposeBankAccountClosing(by(ada), { ...closing, expectedVersion: 2 }))).toBe(
      "payee_account_closed",
    );
  });
});

it("an executed request that changed nothing is none, whatever its signatures", async () => {
  const add = {
    commandId: "",
    merchantNo: "M2",
    asset: "CNY",
    holder: "Shop",
    bank: "ICBC",
    accountNo: "62220000",
    reason,
  };
  const { approvalNo } = accepted(await proposeBankAccount(by(ada), add));
  const [commandId, leadId] = ["00000000-0000-4000-8000-000000000002", desk.people.lead.userId];
  const client = await desk.db.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(
      "INSERT INTO receipts (command_id, name, actor_id, input_hash, outcome) VALUES ($1, 'forged', $2, '', '{}')",
      [commandId, leadId],
    );
    await client.query(
      `INSERT INTO approval_decisions (approval_id, checker_id, maker_id, as_role, verdict, note, created_at, command_id)
       SELECT id, $2, maker_id, 'ADMIN_OR_LEAD', 'APPROVE', '', now(), $3 FROM approvals WHERE approval_no = $1`,
      [approvalNo, leadId, commandId],
    );
    await client.query(
      `UPDATE approvals SET status = 'EXECUTED', closed_at = now(), version = version + 1, command_id = $2 WHERE approval_no = $1`,
      [approvalNo, commandId],
    );
    await expect(client.query("COMMIT")).rejects.toMatchObject({ code: "CD034" });
  } finally {
    client.release();
  }
});

it("leaves the books proven", async () => {
  const { checks } = await verifyBooks(reader);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
});
