/** As logins are made; an at sign inside a word or an address mentions nobody. Chinese needs no space. */
const MENTION = /(?<![a-z0-9@._-])@([a-z0-9][a-z0-9._-]{1,39})/gi;
export const MAX_MENTIONS = 20;

/** The logins that a text mentions, each once, in their order. A full stop or dash at the end belongs to the sentence. */
export function findMentions(text: string): string[] {
  const logins = Array.from(text.matchAll(MENTION), ([, login = ""]) => login.toLowerCase().replace(/[._-]+$/, ""));
  return [...new Set(logins.filter((login) => login.length > 1))].slice(0, MAX_MENTIONS);
}
