/** The arguments that an ICU message takes (`count` in `{count, plural, …}`, `b` in `<b>…</b>`), or where it breaks. */
export type IcuArguments = { readonly ok: true; readonly names: ReadonlySet<string> } | { readonly ok: false };

type Cursor = { readonly text: string; at: number };

/** Follows the message format's grammar far enough for names and balance: text, quotes, arguments with sub-messages. */
export function readIcuArguments(text: string): IcuArguments {
  const names = new Set<string>();
  const cursor = { text, at: 0 };
  const ok = readMessage(cursor, names, false) && cursor.at === text.length;
  return ok ? { ok, names } : { ok: false };
}

/** Reads text and arguments up to the end, or to the brace that closes a sub-message. */
function readMessage(cursor: Cursor, names: Set<string>, nested: boolean): boolean {
  const { text } = cursor;
  while (cursor.at < text.length) {
    const character = text[cursor.at];
    if (character === "}") return nested;
    if (character === "'") skipQuote(cursor);
    else if (character === "{") {
      if (!readArgument(cursor, names)) return false;
    } else {
      if (character === "<") readTag(cursor, names);
      cursor.at += 1;
    }
  }
  return !nested;
}

/** An apostrophe quotes only before a brace or tag; two of them are one apostrophe. */
function skipQuote(cursor: Cursor): void {
  const next = cursor.text[cursor.at + 1] ?? "";
  if (!"{}<>".includes(next) || next === "") {
    cursor.at += next === "'" ? 2 : 1;
    return;
  }
  const end = cursor.text.indexOf("'", cursor.at + 1);
  cursor.at = end === -1 ? cursor.text.length : end + 1;
}

function readTag(cursor: Cursor, names: Set<string>): void {
  const [, name] = /^<([A-Za-z][\w-]*)\s*\/?>/.exec(cursor.text.slice(cursor.at, cursor.at + 64)) ?? [];
  if (name !== undefined) names.add(`<${name}>`);
}

function readArgument(cursor: Cursor, names: Set<string>): boolean {
  const head = /^\{\s*(\w+)\s*(?:,\s*(\w+)\s*)?/.exec(cursor.text.slice(cursor.at));
  if (!head) return false;
  const [whole, name = "", kind] = head;
  names.add(name);
  cursor.at += whole.length;
  const hasBranches = kind === "plural" || kind === "select" || kind === "selectordinal";
  return hasBranches ? readBranches(cursor, names) : skipStyle(cursor);
}

/** `, one {…} other {…}}`: every branch is a message of its own. */
function readBranches(cursor: Cursor, names: Set<string>): boolean {
  while (cursor.at < cursor.text.length) {
    const character = cursor.text[cursor.at];
    cursor.at += 1;
    if (character === "}") return true;
    if (character !== "{") continue;
    if (!readMessage(cursor, names, true)) return false;
    cursor.at += 1;
  }
  return false;
}

function skipStyle(cursor: Cursor): boolean {
  const end = cursor.text.indexOf("}", cursor.at);
  if (end === -1) return false;
  cursor.at = end + 1;
  return true;
}
