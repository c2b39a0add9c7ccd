import { expect, test } from "vitest";
import { safeCallbackPath } from "./callback-url";

test.each([
  ["/suspense?age=%3E3d#top", "/suspense?age=%3E3d#top"],
  ["/", "/"],
  [undefined, "/"],
  ["", "/"],
  ["suspense", "/"],
  ["https://evil.example/", "/"],
  ["//evil.example/", "/"],
  ["/\\evil.example/", "/"],
  ["/\t/evil.example/", "/"],
  ["/./\\evil.example/", "/"],
  ["/.//evil.example/", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?callbackUrl=/orders", "/"],
])("after signing in with callbackUrl %j one goes to %s", (wanted, path) => {
  expect(safeCallbackPath(wanted)).toBe(path);
});
