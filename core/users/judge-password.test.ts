import { expect, test } from "vitest";
import { judgePassword } from "./judge-password";

test.each([
  ["too short comes first", "li.na", "password_too_short"],
  ["eleven characters", "abcdefghijk", "password_too_short"],
  ["eleven characters of two units each", "😀".repeat(11), "password_too_short"],
  ["more than anybody types", "x".repeat(201), "password_too_long"],
  ["the login in it", "my-LI.NA-password", "password_is_login"],
  ["the old one", "correct horse battery", "password_unchanged"],
])("%s is refused", (_, next, code) => {
  const judged = judgePassword("li.na", "correct horse battery", next);
  expect(judged.ok ? "accepted" : judged.refusal.code).toBe(code);
});

test.each(["twelve-chars", "a long sentence with spaces", "十二个字的密码也可以接受"])("%s is accepted", (next) => {
  expect(judgePassword("li.na", "old password", next).ok).toBe(true);
});
