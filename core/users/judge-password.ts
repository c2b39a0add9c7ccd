import { accept, type Refusal, type Result, refuse } from "@/core/result";

export const MIN_PASSWORD_LENGTH = 12;
export const MAX_PASSWORD_LENGTH = 200;

export type PasswordRefusal = Refusal<
  "password_too_short" | "password_too_long" | "password_is_login" | "password_unchanged"
>;

/**
 * Whether a new password is good enough: long, not the login, not the old one. Length is what counts; rules about kinds
 * of characters make people write passwords down (NIST SP 800-63B).
 */
export function judgePassword(login: string, current: string, next: string): Result<string, PasswordRefusal> {
  // Characters as people count them, not UTF-16 units.
  const length = Array.from(next).length;
  if (length < MIN_PASSWORD_LENGTH) {
    const least = `${MIN_PASSWORD_LENGTH}`;
    return refuse("password_too_short", `A password has at least ${least} characters.`, { least });
  }
  if (length > MAX_PASSWORD_LENGTH) {
    const most = `${MAX_PASSWORD_LENGTH}`;
    return refuse("password_too_long", `A password has at most ${most} characters.`, { most });
  }
  if (next.toLowerCase().includes(login.toLowerCase())) {
    return refuse("password_is_login", "The password contains the login, which everybody knows.");
  }
  if (next === current) return refuse("password_unchanged", "This is the password of before. Choose another one.");
  return accept(next);
}
