import type { PersonDto } from "@/contracts/teamwork";

const MAX_SHOWN = 6;
/** What is being typed after an at sign, up to the caret. */
const TYPED = /(?:^|[^a-z0-9@._-])@([\p{L}\p{N}._-]{0,39})$/iu;

export type MentionTyped = { readonly start: number; readonly prefix: string };

/** The mention that the caret is in, or null. `start` is where its at sign stands. */
export function findTyped(text: string, caret: number): MentionTyped | null {
  const prefix = TYPED.exec(text.slice(0, caret))?.[1];
  return prefix === undefined ? null : { start: caret - prefix.length - 1, prefix: prefix.toLowerCase() };
}

/** The people whom it can become: login or name begins so, or a later word of the name. */
export function matchPeople(people: readonly PersonDto[], prefix: string): PersonDto[] {
  const fits = ({ login, name }: PersonDto) =>
    login.startsWith(prefix) || ` ${name.toLowerCase()}`.includes(` ${prefix}`) || name.toLowerCase().includes(prefix);
  return people.filter(fits).slice(0, MAX_SHOWN);
}

/** The text with the mention finished, and where the caret then stands. */
export function completeMention(
  text: string,
  caret: number,
  { start }: MentionTyped,
  login: string,
): { text: string; caret: number } {
  const after = text.slice(caret);
  const mention = `@${login}${after.startsWith(" ") ? "" : " "}`;
  return { text: `${text.slice(0, start)}${mention}${after}`, caret: start + mention.length };
}
