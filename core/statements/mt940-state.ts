import type { OpenCashAccount } from "./cash-balance";
import type { CashLine } from "./cash-line";
import { type BankFile, openBankFile } from "./end-cash-file";
import type { Mt940Entry } from "./mt940-fields";

/** A tag with its text; the lines that follow belong to it until the next tag. `isTooLong`: said, and not gone on with. */
export type Mt940Field = {
  tag: string;
  text: string;
  lineNo: number;
  byteOffset: number;
  raw: string;
  isTooLong: boolean;
};

export type Mt940State = {
  file: BankFile;
  field: Mt940Field | null;
  /** An entry that still waits for its :86:. */
  entry: { fields: Mt940Entry; field: Mt940Field; details: string | null } | null;
  /** :25: and :28C: of the message that is being read. */
  accountNo: string | null;
  statementNo: string | null;
  /** All of :28C:, by which the pages of a statement are told apart. */
  page: string;
  /** The account of this message, from its opening to its closing balance. */
  account: OpenCashAccount | null;
  /** The opening balance cannot be read, so what stands on it is not looked at. */
  isBaseless: boolean;
  /** Accounts whose last page ended with :62M:, by number: the next page has to go on from there. */
  unfinished: Map<string, OpenCashAccount>;
  /** What told the statements read so far apart: one that comes twice would count twice. */
  known: Set<string>;
  lines: CashLine[];
  hasMessage: boolean;
  /** Behind a message's end some banks write the next one's envelope in lines of their own. */
  isBetweenMessages: boolean;
  /** SWIFT's text block has begun, and no tag of it has come yet. */
  isTextAwaited: boolean;
};

export function openMt940State(): Mt940State {
  return {
    file: { ...openBankFile("mt940"), layout: "MT940" },
    field: null,
    entry: null,
    accountNo: null,
    statementNo: null,
    page: "",
    account: null,
    isBaseless: false,
    unfinished: new Map(),
    known: new Set(),
    lines: [],
    hasMessage: false,
    isBetweenMessages: true,
    isTextAwaited: false,
  };
}
