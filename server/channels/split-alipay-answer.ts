import "server-only";

/** An answer's own text, exactly as it was sent and signed, and the signature. */
export type SplitAnswer = { readonly signed: string; readonly sign: string | null };

/**
 * Takes an Alipay-style answer apart without reading it anew: the signature goes over the very characters between
 * `"…_response":` and what follows, which no reading and writing of JSON would give back. Null for anything else.
 */
export function splitAlipayAnswer(text: string, name: string): SplitAnswer | null {
  const head = /^\s*\{\s*"([a-z_]+)"\s*:\s*(?=\{)/.exec(text);
  if (!head || (head[1] !== name && head[1] !== "error_response")) return null;
  const start = head[0].length;
  const end = findObjectEnd(text, start);
  if (end === null) return null;
  const signed = text.slice(start, end);
  const rest = text.slice(end);
  if (/^\s*\}\s*$/.test(rest)) return { signed, sign: null };
  const tail = /^\s*,\s*"sign"\s*:\s*"([A-Za-z0-9+/=]+)"\s*\}\s*$/.exec(rest);
  return tail ? { signed, sign: tail[1] ?? null } : null;
}

/** Behind the brace that closes the object which begins at `start`; braces within strings do not count. */
function findObjectEnd(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (inString) {
      if (sign === "\\") at += 1;
      else if (sign === '"') inString = false;
    } else if (sign === '"') inString = true;
    else if (sign === "{") depth += 1;
    else if (sign === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}
