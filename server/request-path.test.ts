import { expect, test } from "vitest";
import { pathOf } from "./request-path";

test.each([
  ["/suspense", "/suspense"],
  ["/suspense?status=mine&item=SU1", "/suspense?status=mine&item=SU1"],
  ["/suspense?status=mine&_rsc=1a2b", "/suspense?status=mine"],
  ["/suspense?_rsc=1a2b", "/suspense"],
  ["//elsewhere.example/suspense", "/"],
  ["http://elsewhere.example/suspense", "/"],
])("%s leads back to %s", (url, path) => {
  expect(pathOf(url)).toBe(path);
});
