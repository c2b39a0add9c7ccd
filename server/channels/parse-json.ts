import "server-only";

/** JSON, in UTF-8 where it is bytes; undefined for what is neither. */
export function parseJson(given: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof given === "string" ? given : new TextDecoder("utf-8", { fatal: true }).decode(given));
  } catch {
    // Both throw for what others sent; the schema behind it says what is missing.
    return undefined;
  }
}
