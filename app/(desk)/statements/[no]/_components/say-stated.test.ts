import { expect, test } from "vitest";
import { findStatedNote } from "./say-stated";

test.each([
  [
    "620 trades, payments of 1053448.12, refunds of 51078.66, a net of -997148.30",
    { key: "report", values: { trades: "620", paid: "1053448.12", refunded: "51078.66", net: "-997148.30" } },
  ],
  [
    "2 error trade(s), not part of this statement: 1.00 to us, 0.50 from us, fees 0.01",
    { key: "errors", values: { trades: "2", credited: "1.00", debited: "0.50", fees: "0.01" } },
  ],
  ["1502 payments, 79 refunds", { key: "summary", values: { payments: "1502", refunds: "79" } }],
  ["none in this file", { key: "none", values: {} }],
])("our reader's note is recognised: %s", (text, note) => {
  expect(findStatedNote(text)).toEqual(note);
});

test.each(["1502笔，商家实收共2655051.27元，商家优惠共0.00元", "2557517.60", "620 trades, payments of 1053448.12"])(
  "what the channel wrote stays as it is: %s",
  (text) => {
    expect(findStatedNote(text)).toBeNull();
  },
);
