import { expect, test } from "vitest";
import { objectHref } from "./object-href";

test.each([
  ["order", "O1", "/orders/O1"],
  ["refund", "R#1|2", "/refunds/R%231%7C2"],
  ["voucher", "V1", "/ledger/vouchers/V1"],
  ["account", "1122-wechat", "/ledger/accounts/1122-wechat"],
  ["channel", "wechat", "/channels/wechat"],
  ["channel_day", "wechat:2026-11-19", "/reconciliation?channel=wechat&on=2026-11-19"],
  ["channel_day", "wechat", null],
  ["order", "12 lines", null],
  ["order", "", null],
  ["session", "x", null],
])("%s %s", (kind, no, href) => {
  expect(objectHref(kind, no)).toBe(href);
});
