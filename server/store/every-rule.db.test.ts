import { afterAll, beforeAll, expect, it } from "vitest";
import { channelInput } from "@/contracts/channels";
import { CATALOGUE, type PostingEvent } from "@/core/ledger/catalogue";
import { ACCOUNT_PLACES } from "@/core/ledger/chart";
import type { PostingRule } from "@/core/ledger/rule";
import { ROLES } from "@/core/ledger/vocabulary";
import { findAsset } from "@/core/money/assets";
import { parseDecimalAmount } from "@/core/money/parse-money";
import { invariant } from "@/core/result";
import { setChannels } from "@/server/commands/set-channels";
import { findChannel } from "@/server/store/channels";
import type { VoucherDraft } from "@/server/store/post-vouchers";
import { reader } from "@/server/transact";
import { verifyBooks } from "@/server/verify/verify-books";
import { asSystem } from "@/tests/command-context";
import { about, BANK, openStory, partyOf, post, proveStory, type StoryDesk } from "@/tests/story-desk";

/** Every rule of the catalogue posts its example on real books: nothing in it is only true on paper. */
const PARTIES = Object.keys(ROLES).filter((role) => !["channel", "bank", "payingBank"].includes(role));
let desk: StoryDesk;
beforeAll(async () => {
  desk = await openStory(...PARTIES);
  const channel = channelInput.parse({ code: "wechat", name: "WeChat Pay", format: "wechat-trade", costBps: 60 });
  await setChannels(asSystem(), { channels: [channel] });
  // Examples stand alone: nobody has paid in for them, and nobody has signed.
  await desk.db.ownerPool.query("UPDATE account_balances SET allow_negative = true");
  await desk.db.ownerPool.query("UPDATE gl_subjects SET allow_negative = true");
  await desk.db.ownerPool.query("UPDATE voucher_events SET needs_approval = false");
});
afterAll(() => desk.db.drop());

it.each(Object.values(CATALOGUE).filter((rule) => rule.kind === "LINES"))("$event", async (rule) => {
  expect(await post(await draftOf(rule))).toBe("done");
  const lines = await reader.query(
    `SELECT e.side, a.gl_code AS "glCode", e.asset, e.amount_minor AS "amountMinor" FROM vouchers v
     JOIN entries e ON e.voucher_id = v.id JOIN accounts a ON a.id = e.account_id
     WHERE v.event = $1 AND v.catalogue_version = $2 ORDER BY e.line_no`,
    [rule.event, rule.version],
  );
  expect(lines).toEqual(
    rule.example.map(({ side, place, asset, amountMinor }) => ({
      side,
      glCode: ACCOUNT_PLACES[place].glCode,
      asset,
      amountMinor,
    })),
  );
});

it("and all of them together balance in every asset, and follow the catalogue", async () => {
  expect((await proveStory(0)).balanced.sort()).toEqual(["000831.OF", "240011.IB", "CNY"]);
  const { checks } = await verifyBooks(reader);
  expect(checks.find((check) => check.name === "vouchers_follow_catalogue")).toMatchObject({ ok: true });
});

async function draftOf(rule: PostingRule): Promise<VoucherDraft> {
  const { amounts = {}, assets = {} } = rule.source.example;
  const channel = await findChannel(reader, "wechat");
  invariant(channel, "the channel is set up");
  const words = new Set(rule.lines.map((line) => line.asset));
  const assetOf = (word: string | null) => assets[word ?? "asset"] ?? "CNY";
  const minorOf = (name: string) => {
    const line = rule.lines.find((one) => one.amount === name);
    const scale = findAsset(assetOf(line?.asset ?? null))?.scale ?? 0;
    const parsed = parseDecimalAmount(amounts[name] ?? "0", scale);
    invariant(parsed.ok, "the example has been checked");
    return parsed.value;
  };
  return {
    ...about(rule.event, 0, "example"),
    event: rule.event as PostingEvent,
    amounts: Object.fromEntries(rule.lines.map((line) => [line.amount, minorOf(line.amount)])),
    asset: words.has(null) ? "CNY" : Object.fromEntries([...words].map((word) => [word ?? "", assetOf(word)])),
    owner: { ...BANK, channel, merchant: partyOf(desk, "merchant") },
    payingBank: "reserve-2",
    parties: desk.parties,
  };
}
