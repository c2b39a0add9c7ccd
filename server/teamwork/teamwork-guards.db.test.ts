import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saveRouting } from "@/server/commands/save-routing";
import { saveTeam } from "@/server/commands/save-team";
import { setAbsence } from "@/server/commands/set-absence";
import { accepted, by, type Desk, openDesk, openItemOf, reconcileDay } from "@/tests/desk-fixture";

let desk: Desk;
let ids: Record<"item" | "user" | "team" | "set", string>;

/** What stands in the tables for the statements below to lean on: one row of each. */
beforeAll(async () => {
  desk = await openDesk();
  await reconcileDay({ lines: [{ orderNo: "X-G1", amountMinor: 400n }] });
  const { lead } = desk.people;
  const commandId = randomUUID();
  const team = { code: "guarded", name: "Guarded", members: [], isArchived: false };
  accepted(await saveTeam(by(lead, commandId), { commandId, expectedVersion: 0, ...team }));
  const rules = { expectedVersion: 0, idleHours: null, rules: [], appliesToOpen: false };
  accepted(await saveRouting(by(lead), { commandId: randomUUID(), ...rules }));
  const away = { login: "lead", fromOn: "2026-11-25", untilOn: "2026-11-26" };
  accepted(await setAbsence(by(lead), { commandId: randomUUID(), ...away }));
  const { rows } = await desk.db.ownerPool.query<{ team: bigint; set: bigint }>(
    "SELECT (SELECT id FROM teams) AS team, (SELECT id FROM routing_sets) AS set",
  );
  const { id } = await openItemOf("X-G1");
  ids = { item: `${id}`, user: `${lead.userId}`, team: `${rows[0]?.team}`, set: `${rows[0]?.set}` };
});
afterAll(() => desk.db.drop());

const RULE =
  "INSERT INTO routing_rules (set_id, position, asset, from_minor, below_minor, team_id, user_id) VALUES (:set, 1, ";
const NOTE =
  "INSERT INTO hand_overs (item_id, from_id, to_user_id, to_team_id, note, created_at, command_id, read_at) VALUES ";
const FILE =
  "INSERT INTO attachments (attachment_no, object_type, object_no, file_name, media_type, size_bytes, sha256, store, uploaded_by, created_at, command_id) VALUES ('A', 'draft', 'd', ";
const REST = ", 'FOLDER', :user, now(), gen_random_uuid())";

describe("the database refuses", () => {
  it.each([
    ["a rule for a team and a person", `${RULE} NULL, NULL, NULL, :team, :user)`, "goes_to_one"],
    ["a rule for nobody", `${RULE} NULL, NULL, NULL, NULL, NULL)`, "goes_to_one"],
    ["a band without its currency", `${RULE} NULL, 5, NULL, :team, NULL)`, "band_in_an_asset"],
    ["an empty band", `${RULE} 'CNY', 5, 5, :team, NULL)`, "band_not_empty"],
    [
      "an absence that ends before it begins",
      "INSERT INTO absences (user_id, from_on, until_on, set_by, set_at, command_id) VALUES (:user, '2026-11-25', '2026-11-24', :user, now(), gen_random_uuid())",
      "ends_after_it_begins",
    ],
    ["an absence taken back by nobody", "UPDATE absences SET cancelled_at = now()", "cancelled_by_somebody"],
    ["a note to nobody", `${NOTE} (:item, :user, NULL, NULL, 'n', now(), gen_random_uuid(), NULL)`, "to_one"],
    [
      "a note read by nobody",
      `${NOTE} (:item, :user, :user, NULL, 'n', now(), gen_random_uuid(), now())`,
      "read_by_somebody",
    ],
    ["a file's name with a folder", `${FILE} 'a/b', 't', 1, repeat('a', 64)${REST}`, "attachments_file_name_check"],
    ["an empty file", `${FILE} 'a', 't', 0, repeat('a', 64)${REST}`, "attachments_size_bytes_check"],
    ["a hash that is none", `${FILE} 'a', 't', 1, 'x'${REST}`, "attachments_sha256_check"],
  ])("%s", async (_name, sql, constraint) => {
    const statement = sql.replaceAll(/:(item|user|team|set)/g, (_match, name: keyof typeof ids) => ids[name]);
    await expect(desk.db.ownerPool.query(statement)).rejects.toMatchObject({ constraint });
  });

  it.each([
    ["routing_sets", "UPDATE routing_sets SET idle_hours = 1"],
    ["routing_sets", "DELETE FROM routing_sets"],
    ["absences", "DELETE FROM absences"],
    ["teams", "DELETE FROM teams"],
    ["attachments", "TRUNCATE attachments"],
    ["hand_overs", "TRUNCATE hand_overs"],
    ["mentions", "TRUNCATE mentions"],
  ])("to change %s by %j", async (_table, sql) => {
    await expect(desk.db.ownerPool.query(sql)).rejects.toMatchObject({ code: "CD002" });
    await expect(desk.db.pool.query(sql)).rejects.toMatchObject({ code: "42501" });
  });
});
