import { describe, expect, it } from "vitest";
import { checkServiceLevels, type ServiceLevel, sortServiceLevels } from "./service-levels";

const ANY = {
  kind: null,
  direction: null,
  channel: null,
  asset: null,
  fromMinor: 0n,
  severity: "NORMAL",
  bankDays: 5,
} as const;
const CNY: ServiceLevel = { ...ANY, asset: "CNY" };

describe("a list of service levels", () => {
  it.each<[string, ServiceLevel[]]>([
    ["one for everything", [ANY]],
    [
      "one for each direction",
      [
        { ...ANY, direction: "SHORT" },
        { ...ANY, direction: "LONG" },
      ],
    ],
    ["bands that get stricter", [ANY, CNY, { ...CNY, fromMinor: 100n, severity: "HIGH", bankDays: 3 }]],
    ["bands that stay as strict", [ANY, CNY, { ...CNY, fromMinor: 100n }]],
    [
      "a weaker one for a channel, which is no band",
      [ANY, { ...ANY, channel: "wechat", severity: "LOW", bankDays: 9 }],
    ],
  ])("can be in force: %s", (_, levels) => {
    expect(checkServiceLevels(levels).ok).toBe(true);
  });

  it.each<[string, ServiceLevel[], string]>([
    ["an amount of no currency", [{ ...ANY, fromMinor: 1n }], "service_level_band_without_asset"],
    ["the same twice", [ANY, CNY, { ...CNY, severity: "HIGH" }], "service_level_twice"],
    ["a larger amount less urgent", [ANY, CNY, { ...CNY, fromMinor: 1n, severity: "LOW" }], "service_level_weaker"],
    ["a larger amount slower", [ANY, CNY, { ...CNY, fromMinor: 1n, bankDays: 6 }], "service_level_weaker"],
    ["nothing about long ones", [{ ...ANY, direction: "SHORT" }], "service_level_direction_missing"],
    ["only one kind", [{ ...ANY, kind: "LONG" }], "service_level_direction_missing"],
    ["nothing at all", [], "service_level_direction_missing"],
  ])("cannot be in force: %s", (_, levels, code) => {
    expect(checkServiceLevels(levels)).toMatchObject({ ok: false, refusal: { code } });
  });

  it("is written in one order: what names most first, by code points", () => {
    const levels: ServiceLevel[] = [
      ANY,
      CNY,
      { ...CNY, fromMinor: 100n },
      { ...ANY, channel: "a" },
      { ...ANY, channel: "B" },
    ];
    const sorted = sortServiceLevels(levels.toReversed());
    expect(sorted.map(({ channel, asset, fromMinor }) => `${channel} ${asset} ${fromMinor}`)).toEqual([
      "B null 0",
      "a null 0",
      "null CNY 0",
      "null CNY 100",
      "null null 0",
    ]);
  });
});
