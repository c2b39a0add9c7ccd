import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findDefaultView, listSavedViews } from "@/server/queries/list-saved-views";
import { accepted, by, type Desk, openDesk, reconcileDay } from "@/tests/desk-fixture";
import { chooseDefaultView } from "./choose-default-view";
import { deleteView } from "./delete-view";
import { saveTeam } from "./save-team";
import { saveView } from "./save-view";

const TODAY = "2026-11-20";
type Who = keyof Desk["people"];

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await reconcileDay({
    lines: [
      { orderNo: "V1", amountMinor: 100n },
      { orderNo: "V2", amountMinor: 100n },
    ],
    orders: [{ orderNo: "V3", cashMinor: 100n }],
  });
  const team = {
    commandId: randomUUID(),
    code: "night",
    expectedVersion: 0,
    name: "Night",
    members: ["maker", "finance"],
    isArchived: false,
  };
  accepted(await saveTeam(by(desk.people.lead), team));
});
afterAll(() => desk.db.drop());

function save(
  who: Who,
  view: { name: string; search?: string; team?: string | null; isDefault?: boolean; viewId?: string | null },
) {
  const given = { viewId: null, search: "", team: null, isDefault: false, ...view };
  return saveView(by(desk.people[who]), { commandId: randomUUID(), ...given });
}

async function seenBy(who: Who): Promise<string[]> {
  const { views } = await listSavedViews(desk.people[who], TODAY);
  return views.map(({ name, team, count, mayChange }) => `${team?.no ?? "own"} ${name} ${count?.value} ${mayChange}`);
}

it("one's own view is nobody else's; a team's is its members', with the rows that each of them sees", async () => {
  accepted(await save("maker", { name: "Long ones", search: "direction=LONG" }));
  accepted(await save("maker", { name: "All", team: "night" }));
  expect(await seenBy("maker")).toEqual(["own Long ones 2 true", "night All 3 true"]);
  expect(await seenBy("finance")).toEqual(["night All 3 false"]);
  expect(await seenBy("colleague")).toEqual([]);
});

it("a name stands once in a list, is given to a team by its members only, and changed by its owner", async () => {
  expect(await save("maker", { name: " long ONES" })).toMatchObject({ refusal: { code: "view_name_taken" } });
  expect(await save("finance", { name: "all", team: "night" })).toMatchObject({ refusal: { code: "view_name_taken" } });
  expect(await save("colleague", { name: "All", team: "night" })).toMatchObject({
    refusal: { code: "view_team_foreign" },
  });
  const { viewId } = accepted(await save("finance", { name: "Mine", search: "status=mine", team: "night" }));
  const change = { viewId, name: "Mine", search: "direction=SHORT", team: "night" };
  expect(await save("maker", change)).toMatchObject({ refusal: { code: "view_of_another" } });
  accepted(await save("finance", change));
  expect(await seenBy("maker")).toContain("night Mine 1 false");
  const gone = { commandId: randomUUID(), viewId };
  expect(await deleteView(by(desk.people.maker), gone)).toMatchObject({ refusal: { code: "view_of_another" } });
  expect(await deleteView(by(desk.people.colleague), { ...gone, viewId: "999" })).toMatchObject({
    refusal: { code: "view_unknown" },
  });
  accepted(await deleteView(by(desk.people.finance), { ...gone, commandId: randomUUID() }));
});

it("opens one's queue where one has chosen it, as long as one may see it", async () => {
  const { viewId } = accepted(
    await save("maker", { name: "First", search: "direction=LONG", team: "night", isDefault: true }),
  );
  expect(await findDefaultView(desk.people.maker)).toBe(`/suspense?direction=LONG&view=${viewId}`);
  expect(await findDefaultView(desk.people.finance)).toBeNull();
  const choose = (who: Who, chosen: string | null) =>
    chooseDefaultView(by(desk.people[who]), { commandId: randomUUID(), viewId: chosen });
  expect(await choose("colleague", viewId)).toMatchObject({ refusal: { code: "view_unknown" } });
  accepted(await choose("finance", viewId));
  expect(await findDefaultView(desk.people.finance)).toContain(viewId);
  const team = {
    commandId: randomUUID(),
    code: "night",
    expectedVersion: 1,
    name: "Night",
    members: ["maker"],
    isArchived: false,
  };
  accepted(await saveTeam(by(desk.people.lead), team));
  expect(await findDefaultView(desk.people.finance)).toBeNull();
  accepted(await choose("maker", null));
  expect(await findDefaultView(desk.people.maker)).toBeNull();
  accepted(await choose("maker", viewId));
  accepted(await deleteView(by(desk.people.maker), { commandId: randomUUID(), viewId }));
  expect(await findDefaultView(desk.people.maker)).toBeNull();
});
