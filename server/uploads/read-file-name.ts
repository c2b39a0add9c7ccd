import "server-only";

/** A name only: folders and control characters fall away. It says UnionPay's date and is shown, and nothing else. */
export function readFileName(encoded: string): string {
  try {
    const name = decodeURIComponent(encoded).split(/[\\/]/).at(-1) ?? "";
    return name.replaceAll(/\p{Cc}/gu, "").trim();
  } catch {
    return "";
  }
}
