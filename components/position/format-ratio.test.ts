import { expect, test } from "vitest";
import { formatRatio } from "./format-ratio";

test.each([
  ["10234", "102.34%"],
  ["10000", "100.00%"],
  ["9999", "99.99%"],
  ["0", "0.00%"],
  ["-1", "−0.01%"],
])("%s basis points are %s", (bps, text) => {
  expect(formatRatio(bps, "en")).toBe(text);
});
