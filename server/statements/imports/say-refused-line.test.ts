import { describe, expect, test } from "vitest";
import { type LineReasonCode, OWN_REASON_CODES, sayLineReason, why } from "@/core/statements/line-reasons";
import mappingsEn from "@/messages/en/mappings.json";
import { sayRefusedLine } from "./say-refused-line";

const CODES = [...OWN_REASON_CODES, ...Object.keys(mappingsEn.reason)] as LineReasonCode[];
/** More than any reason names, each with a text that is found again. */
const NAMES =
  "text known found expected limit line scale gross fee fees net type field amount settled columns column header pattern zone kind stated before change".split(
    " ",
  );
const params = Object.fromEntries(NAMES.map((name) => [name, `<${name}>`]));

describe.each(["en", "zh-CN"] as const)("in %s", (locale) => {
  test.each(CODES)("%s is said with all that it names", (code) => {
    const said = sayRefusedLine(why(code, params), locale);
    expect(said).not.toMatch(/[{}]/);
    expect(said).not.toBe("");
  });
});

test.each([...OWN_REASON_CODES] as LineReasonCode[])("%s names the same in every language", (code) => {
  const named = (text: string) => [...new Set(text.match(/<\w+>/g) ?? [])].sort();
  const reason = why(code, params);
  expect(named(sayRefusedLine(reason, "zh-CN"))).toEqual(named(sayLineReason(reason)));
  expect(named(sayRefusedLine(reason, "en"))).toEqual(named(sayLineReason(reason)));
});
