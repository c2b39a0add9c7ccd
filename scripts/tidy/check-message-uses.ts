import type { MessageUse } from "./message-uses";
import { BASE_LANGUAGE, type Messages } from "./messages";
import type { Violation } from "./violation";

/** Every text that a script asks for by a literal key is there. */
export function checkMessageUses(messages: Messages, uses: readonly MessageUse[]): Violation[] {
  const known = listKnownKeys(messages);
  const violations: Violation[] = [];
  for (const use of uses) {
    if (use.kind === "text" ? known.texts.has(use.key) : known.groups.has(use.key)) continue;
    const what = use.kind === "text" ? "text" : "group of texts";
    const advice = `messages/${BASE_LANGUAGE} has no ${what} "${use.key}"`;
    violations.push({ file: use.file, line: use.line, rule: "message-keys", advice });
  }
  return violations;
}

function listKnownKeys(messages: Messages): { texts: Set<string>; groups: Set<string> } {
  const texts = new Set<string>();
  const groups = new Set<string>();
  for (const [namespace, file] of messages.byLanguage.get(BASE_LANGUAGE) ?? []) {
    groups.add(namespace);
    for (const key of file.texts.keys()) {
      const full = `${namespace}.${key}`;
      texts.add(full);
      for (let at = full.lastIndexOf("."); at > 0; at = full.lastIndexOf(".", at - 1)) groups.add(full.slice(0, at));
    }
  }
  return { texts, groups };
}
