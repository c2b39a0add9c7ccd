import { expect, it } from "vitest";
import { viewSearchOf } from "./saved-views";
import { hiddenColumnsOf } from "./view-address";

it.each([
  ["status=open", ""],
  ["kind=SHORT&channel=wechat", "channel=wechat&kind=SHORT"],
  ["item=SU1&view=3&kind=SHORT", "kind=SHORT"],
  ["q=&status=mine", "status=mine"],
  ["hide=merchant,nothing,age&sort=newest", "hide=age%2Cmerchant&sort=newest"],
])("%s is kept as %s", (search, kept) => {
  expect(viewSearchOf(search)).toBe(kept);
});

it("filters that the queue does not know make no view", () => {
  expect(viewSearchOf("kind=EVERYTHING")).toBeNull();
});

it("only columns that there are can be hidden", () => {
  expect(hiddenColumnsOf("itemNo,delta,key")).toEqual(["key"]);
  expect(hiddenColumnsOf(null)).toEqual([]);
});
