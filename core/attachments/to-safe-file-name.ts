import { FILE_KINDS, type FileKind } from "./detect-file-kind";

export const MAX_FILE_NAME = 120;
const FALLBACK = "file";
/** Names that Windows keeps for devices, whatever follows the dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** What turns the direction of writing or is not seen at all: an .exe that reads as a .pdf. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/**
 * The name under which a file is kept and given out: no folders, nothing unseen, nothing that a file system or a shell
 * takes for more than a letter, and an extension that fits what the file is.
 */
export function toSafeFileName(given: string, kind: FileKind): string {
  const own = given.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const plain = own
    .replaceAll(UNSEEN, "")
    .replaceAll(/[<>:"|?*`$&;'%#]/g, "_")
    .replaceAll(/\s+/g, " ")
    .replace(/^[ .-]+/, "")
    .replace(/[ .]+$/, "");
  const { stem, extension } = splitName(plain === "" ? FALLBACK : plain, kind);
  const kept = [...stem].slice(0, MAX_FILE_NAME - extension.length - 1).join("");
  const name = `${kept}.${extension}`;
  return DEVICE.test(name) ? `_${name}` : name;
}

function splitName(name: string, kind: FileKind): { stem: string; extension: string } {
  const extensions: readonly string[] = FILE_KINDS[kind].extensions;
  const dot = name.lastIndexOf(".");
  const extension = name.slice(dot + 1).toLowerCase();
  if (dot > 0 && extensions.includes(extension)) return { stem: name.slice(0, dot), extension };
  return { stem: name, extension: extensions[0] ?? "bin" };
}
