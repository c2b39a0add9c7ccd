import { expect, test } from "vitest";
import { DEMO_CHANNELS } from "../channel";
import type { BooksEntry } from "../control/list-books";
import { MOOD_NAMES } from "../moods/moods";
import { renderPage } from "./render-page";
import { chooseLanguage, WORDS } from "./words";

const CHANNELS = DEMO_CHANNELS.map(({ code, name }) => ({ code, name, balanceMinor: 12_345n }));

test.each(["en", "zh-CN"] as const)(
  "%s: every mood can be chosen, and nothing that came from outside is HTML",
  (language) => {
    const entry: BooksEntry = {
      ...{ id: "1", channel: "wechat", outNo: "P<b>1", orderNo: null, amountMinor: "1234567" },
      operation: "TRANSFER",
      payee: { holder: "<script>alert(1)</script>", bank: "ICBC", accountNo: "62&22" },
      state: "FAILED",
      fault: "PAYEE",
      ...{ code: "ACCOUNT_FROZEN", channelNo: "C1", calls: 3 },
      ...{ acceptedAt: "2026-11-20T04:00:00Z", settlesAt: "2026-11-20T04:00:00Z" },
    } as const;
    const rules = [{ mood: "slow", channel: "alipay", times: 2 } as const];
    const page = renderPage({ language, channels: CHANNELS, rules, entries: [entry], bills: [] });
    for (const mood of MOOD_NAMES) expect(page).toContain(`<option value="${mood}">`);
    expect(page).not.toContain("<script");
    expect(page).toContain("P&lt;b&gt;1");
    expect(page).toContain("12,345.67");
    expect(page).toContain(WORDS[language].moods.slow);
  },
);

test("the language is the wished one, else the browser's, else English", () => {
  expect(chooseLanguage("zh-CN", "en-US")).toBe("zh-CN");
  expect(chooseLanguage("fr", "zh-Hans-CN,en")).toBe("zh-CN");
  expect(chooseLanguage(null, undefined)).toBe("en");
});
