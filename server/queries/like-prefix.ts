import "server-only";

/** A LIKE pattern for what begins with `text`, whose own % and _ mean themselves. */
export function likePrefix(text: string): string {
  return `${text.replace(/[\\%_]/g, "\\$&")}%`;
}
