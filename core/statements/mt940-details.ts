import { absentReference } from "./mt940-fields";

/** What :86: says of an entry. */
export type Mt940Details = {
  endToEndId: string | null;
  counterpartyName: string | null;
  counterpartyAccountNo: string | null;
  remark: string | null;
};

const SEPA_KEY = /(?:EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|COAM|OAMT|PURP)\+/;
const SLASH_KEY =
  /\/(?:EREF|REMI|NAME|IBAN|BENM|ORDP|CNTP|TRCD|TRTP|PREF|MARF|CSID|RTRN|BIC|ISDT|PURP|ULTC|ULTD|ULTB|ADDR|CHGS|EXCH|SVCL)\//;
/** ISO's word before a remittance text that has no structure. */
const UNSTRUCTURED = /^USTD\/\//;
const SUBFIELD = /\?(\d\d)/;

/**
 * Reads :86:. Banks break its text after so many characters, inside words too, so `text` has its lines joined without
 * anything between them. Three ways of writing it are known: numbered subfields (?20 to ?33), words between slashes,
 * and plain text.
 */
export function readMt940Details(text: string): Mt940Details {
  const pieces = text.split(SUBFIELD);
  if (pieces.length > 2) return readSubfields(pieces);
  if (SLASH_KEY.test(text)) return readSlashWords(text);
  return {
    endToEndId: behindKey(text, "EREF"),
    counterpartyName: null,
    counterpartyAccountNo: null,
    remark: text.trim() || null,
  };
}

/** `pieces` are the text before the first subfield, then number and content in turns. */
function readSubfields(pieces: readonly string[]): Mt940Details {
  const content = new Map<number, string>();
  for (let at = 1; at + 1 < pieces.length; at += 2) {
    const number = Number(pieces[at]);
    content.set(number, (content.get(number) ?? "") + (pieces[at + 1] ?? ""));
  }
  const join = (...numbers: number[]) =>
    numbers
      .map((number) => content.get(number) ?? "")
      .join("")
      .trim();
  const purpose = join(20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 60, 61, 62, 63);
  return {
    endToEndId: behindKey(purpose, "EREF"),
    counterpartyName: join(32, 33) || null,
    counterpartyAccountNo: join(31) || null,
    remark: behindKey(purpose, "SVWZ") ?? (purpose || join(0) || null),
  };
}

/** What stands behind `key+`, up to the next key. */
function behindKey(text: string, key: string): string | null {
  const start = text.indexOf(`${key}+`);
  if (start < 0) return null;
  const rest = text.slice(start + key.length + 1);
  const next = rest.search(SEPA_KEY);
  return absentReference(next < 0 ? rest : rest.slice(0, next));
}

function readSlashWords(text: string): Mt940Details {
  const word = (key: string) => {
    const start = text.indexOf(`/${key}/`);
    if (start < 0) return null;
    const rest = text.slice(start + key.length + 2);
    const next = rest.search(SLASH_KEY);
    return absentReference((next < 0 ? rest : rest.slice(0, next)).replace(/^\/+|\/+$/g, ""));
  };
  // Some banks write the other side in one word: account, bank, name and town.
  const [account = "", , name = ""] = word("CNTP")?.split("/") ?? [];
  return {
    endToEndId: word("EREF") ?? word("PREF"),
    counterpartyName: word("NAME") ?? (name.trim() || null),
    counterpartyAccountNo: word("IBAN") ?? (account.trim() || null),
    remark: word("REMI")?.replace(UNSTRUCTURED, "") || text.trim() || null,
  };
}
