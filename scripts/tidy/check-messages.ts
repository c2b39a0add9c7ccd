import { readIcuArguments } from "./icu-arguments";
import { BASE_LANGUAGE, type MessageFile, type Messages, OTHER_LANGUAGES } from "./messages";
import type { Violation } from "./violation";

/** Both languages say the same things: the same files, keys and arguments, and nothing is left empty. */
export function checkMessages(messages: Messages): Violation[] {
  const violations = [...messages.unreadable];
  const base = messages.byLanguage.get(BASE_LANGUAGE) ?? new Map<string, MessageFile>();
  for (const files of messages.byLanguage.values()) {
    for (const file of files.values()) violations.push(...checkTexts(file));
  }
  for (const language of OTHER_LANGUAGES) {
    const other = messages.byLanguage.get(language) ?? new Map<string, MessageFile>();
    for (const [namespace, file] of base) {
      const twin = other.get(namespace);
      if (twin) violations.push(...checkTwins(file, twin));
      else violations.push(missingFile(file, language));
    }
    for (const [namespace, file] of other) if (!base.has(namespace)) violations.push(missingFile(file, BASE_LANGUAGE));
  }
  return violations;
}

function missingFile(file: MessageFile, language: string): Violation {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return { file: file.path, line: 1, rule: "messages-parity", advice: `add messages/${language}/${name}` };
}

function checkTexts(file: MessageFile): Violation[] {
  const violations: Violation[] = [];
  for (const [key, { text, line }] of file.texts) {
    const add = (rule: string, advice: string) => violations.push({ file: file.path, line, rule, advice });
    if (text.trim() === "") add("messages-empty", `"${key}" is empty: write it, or remove the key`);
    else if (!readIcuArguments(text).ok) add("messages-arguments", `"${key}" has an open or stray brace`);
  }
  return violations;
}

function checkTwins(base: MessageFile, twin: MessageFile): Violation[] {
  const violations: Violation[] = [];
  const add = (file: string, line: number, rule: string, advice: string) =>
    violations.push({ file, line, rule, advice });
  for (const [key, { text, line }] of base.texts) {
    const translation = twin.texts.get(key);
    if (!translation) {
      add(base.path, line, "messages-parity", `"${key}" is missing in ${twin.path}`);
      continue;
    }
    const wanted = describeArguments(text);
    const given = describeArguments(translation.text);
    if (wanted === null || given === null || wanted === given) continue;
    const advice = `"${key}" takes {${given}} here and {${wanted}} in ${base.path}`;
    add(twin.path, translation.line, "messages-arguments", advice);
  }
  for (const [key, { line }] of twin.texts) {
    if (!base.texts.has(key)) add(twin.path, line, "messages-parity", `"${key}" is missing in ${base.path}`);
  }
  return violations;
}

function describeArguments(text: string): string | null {
  const read = readIcuArguments(text);
  return read.ok ? [...read.names].sort().join(", ") : null;
}
