import {
  addCashLine,
  balanceSoFar,
  compareClosing,
  MAX_CASH_ACCOUNTS,
  type OpenCashAccount,
  openCashAccount,
  type StatedBalance,
  sayBalance,
} from "./cash-balance";
import type { CashLine, CashParser } from "./cash-line";
import { addAccount, addProblem, type BankFile, endBankFile, openBankFile } from "./end-cash-file";
import { guessBankEncoding } from "./guess-encoding";
import { maskCardNumbers } from "./mask-card-numbers";
import { readMt940Details } from "./mt940-details";
import { type Mt940Entry, readMt940Balance, readMt940Entry } from "./mt940-fields";
import { readMt940Line } from "./mt940-lines";
import { refuseAtByte } from "./refuse-statement";
import { LineSplitter, type PhysicalLine } from "./split-lines";
import { MAX_CELL_CHARS, MAX_PROBLEMS } from "./statement";

/** A tag with its text; the lines that follow belong to it until the next tag. */
type Field = { tag: string; text: string; lineNo: number; byteOffset: number; raw: string };

type Mt940State = {
  file: BankFile;
  field: Field | null;
  /** An entry that still waits for its :86:. */
  entry: { fields: Mt940Entry; field: Field; details: string | null } | null;
  /** :25: and :28C: of the message that is being read. */
  accountNo: string | null;
  statementNo: string | null;
  /** All of :28C:, by which the pages of a statement are told apart. */
  page: string;
  /** The account of this message, from its opening to its closing balance. */
  account: OpenCashAccount | null;
  /** Accounts whose last page ended with :62M:, by number: the next page has to go on from there. */
  unfinished: Map<string, OpenCashAccount>;
  /** What told the statements read so far apart: one that comes twice would count twice. */
  known: Set<string>;
  lines: CashLine[];
  hasMessage: boolean;
  /** Behind a message's end some banks write the next one's envelope in lines of their own. */
  isBetweenMessages: boolean;
};

/** MT940, alone or in SWIFT's blocks. The control total is :60F: + entries = :62F:, over all pages. */
export function createMt940Parser(): CashParser {
  const splitter = new LineSplitter(guessBankEncoding);
  const state: Mt940State = {
    file: openBankFile("mt940"),
    field: null,
    entry: null,
    accountNo: null,
    statementNo: null,
    page: "",
    account: null,
    unfinished: new Map(),
    known: new Set(),
    lines: [],
    hasMessage: false,
    isBetweenMessages: true,
  };
  state.file.layout = "MT940";

  function takeAll(physicals: readonly PhysicalLine[], isEnd: boolean): CashLine[] {
    for (const physical of physicals) {
      if (state.file.problems.length >= MAX_PROBLEMS) break;
      takeLine(state, physical);
    }
    if (isEnd) endField(state, true);
    const lines = state.lines;
    state.lines = [];
    return state.file.problems.length > 0 ? [] : lines;
  }

  return {
    format: "mt940",
    feed: (chunk) => takeAll(splitter.feed(chunk), false),
    finish() {
      const lines = takeAll(splitter.end(), true);
      if (splitter.failure) return { lines, outcome: refuseAtByte(splitter.failure) };
      const unknown = state.hasMessage ? null : "has no opening balance (:60F:)";
      return {
        lines,
        outcome: endBankFile(state.file, { encoding: splitter.encoding, unknown, missing: findMissing(state) }),
      };
    },
    hasFailed: () => splitter.failure !== null || state.file.problems.length >= MAX_PROBLEMS,
  };
}

function findMissing(state: Mt940State): string | null {
  if (state.account) return `the closing balance (:62F:) of account ${state.account.accountNo ?? "?"}`;
  const [unfinished] = state.unfinished.values();
  return unfinished ? `the next page of account ${unfinished.accountNo ?? "?"}, which went on behind :62M:` : null;
}

function takeLine(state: Mt940State, line: PhysicalLine): void {
  const text = line.text;
  if (text.includes("\0")) {
    addProblem(state.file, { ...line, raw: text }, state.field?.tag ?? "line", "the line holds a NUL character");
    return;
  }
  const read = readMt940Line(text);
  if (typeof read === "object") {
    endField(state, read.tag !== "86");
    state.isBetweenMessages = false;
    state.field = { ...read, lineNo: line.lineNo, byteOffset: line.byteOffset, raw: text };
  } else if (read === "end") {
    endField(state, true);
    state.isBetweenMessages = state.account === null;
  } else if (read === "more") continueField(state, line);
}

function continueField(state: Mt940State, line: PhysicalLine): void {
  const { field, file } = state;
  if (!field) {
    if (!state.isBetweenMessages) addProblem(file, { ...line, raw: line.text }, "line", "the line belongs to no tag");
    return;
  }
  if (field.raw.length + line.text.length > MAX_CELL_CHARS) {
    const reason = `the field is longer than ${MAX_CELL_CHARS} characters`;
    addProblem(file, field, `:${field.tag}:`, reason, "statement_cell_too_long");
    return;
  }
  field.text += `\n${line.text}`;
  field.raw += `\n${line.text}`;
}

/** Reads the field that has just ended; `isEntryOver` is false before an :86:, which still belongs to the entry. */
function endField(state: Mt940State, isEntryOver: boolean): void {
  const { field } = state;
  state.field = null;
  if (field) readField(state, field);
  if (isEntryOver) endEntry(state);
}

function readField(state: Mt940State, field: Field): void {
  const text = field.text.trim();
  switch (field.tag) {
    case "20":
      closeUnfinishedMessage(state, field);
      state.accountNo = null;
      state.statementNo = null;
      state.page = "";
      return;
    case "25":
    case "25P":
      state.accountNo = text.split("\n")[0]?.trim() || null;
      return;
    case "28":
    case "28C":
      state.statementNo = text.split("/")[0] || null;
      state.page = text;
      return;
    case "60F":
    case "60M":
      readOpening(state, field);
      return;
    case "61":
      readEntryField(state, field);
      return;
    case "86":
      // Behind the closing balance it speaks of the statement as a whole.
      if (state.entry) {
        // Lines break inside words: they are joined with nothing between them. A long text may take a second :86:.
        state.entry.details = (state.entry.details ?? "") + field.text.replaceAll("\n", "");
        state.entry.field.raw += `\n${field.raw}`;
      }
      return;
    case "62F":
    case "62M":
      endEntry(state);
      readClosing(state, field);
      return;
  }
  // Available balances (:64:, :65:) and whatever else a bank adds say nothing that is needed.
}

function closeUnfinishedMessage(state: Mt940State, field: Field): void {
  if (!state.account) return;
  const reason = `a new statement begins before account ${state.account.accountNo ?? "?"} got its closing balance`;
  addProblem(state.file, field, ":20:", reason);
  state.account = null;
}

function readOpening(state: Mt940State, field: Field): void {
  state.hasMessage = true;
  const tag = `:${field.tag}:`;
  const balance = readMt940Balance(field.text);
  if (state.account) addProblem(state.file, field, tag, "there is a second opening balance in one statement");
  if ("reason" in balance) {
    addProblem(state.file, field, tag, balance.reason);
    return;
  }
  const name = `${state.accountNo} ${state.page} ${field.text.trim()}`;
  if (state.known.has(name)) addProblem(state.file, field, tag, "this statement stands in the file twice");
  if (state.known.size < MAX_CASH_ACCOUNTS) state.known.add(name);
  const key = `${state.accountNo} ${balance.asset}`;
  const earlier = state.unfinished.get(key);
  state.unfinished.delete(key);
  if (field.tag === "60F") {
    if (earlier) addProblem(state.file, field, tag, "the page before ended with :62M:, so :60M: has to follow");
    state.account = openCashAccount(state.accountNo, state.statementNo);
    state.account.opening = balance;
    addAccount(state.file, field, state.account);
    return;
  }
  if (!earlier) {
    addProblem(
      state.file,
      field,
      tag,
      "no page that ended with :62M: stands before this one: the first pages are missing",
    );
    state.account = openCashAccount(state.accountNo, state.statementNo);
    state.account.opening = balance;
    return;
  }
  comparePages(state, earlier, balance);
  state.account = earlier;
}

function comparePages(state: Mt940State, earlier: OpenCashAccount, opening: StatedBalance): void {
  const ended = earlier.closing?.minor ?? balanceSoFar(earlier);
  if (ended === opening.minor) return;
  const whose = `of account ${earlier.accountNo ?? "?"}`;
  state.file.disagreements.push({
    field: `:60M: ${whose}`,
    footer: `that a page begins (:60M:) ${whose} with ${sayBalance(opening.minor, opening)}`,
    lines: `${sayBalance(ended, opening)} at the end of the page before`,
    figures: { name: ":62M: → :60M:", footer: sayBalance(opening.minor, opening), lines: sayBalance(ended, opening) },
  });
}

function readClosing(state: Mt940State, field: Field): void {
  const tag = `:${field.tag}:`;
  const { account, file } = state;
  state.account = null;
  const balance = readMt940Balance(field.text);
  if ("reason" in balance) {
    addProblem(file, field, tag, balance.reason);
    return;
  }
  if (!account?.opening) {
    addProblem(file, field, tag, "there is a closing balance without an opening one");
    return;
  }
  if (account.opening.asset !== balance.asset) {
    addProblem(file, field, tag, `the balance is in ${balance.asset}, the opening one in ${account.opening.asset}`);
    return;
  }
  file.disagreements.push(...compareClosing(account, balance, tag));
  account.closing = balance;
  if (field.tag === "62M") state.unfinished.set(`${account.accountNo} ${balance.asset}`, account);
}

function readEntryField(state: Mt940State, field: Field): void {
  endEntry(state);
  const { account, file } = state;
  if (!account?.opening) {
    addProblem(file, field, ":61:", "the entry stands outside of an opening and a closing balance");
    return;
  }
  const fields = readMt940Entry(field.text, account.opening.scale);
  if ("reason" in fields) addProblem(file, field, ":61:", fields.reason);
  else state.entry = { fields, field, details: null };
}

function endEntry(state: Mt940State): void {
  const { entry, account, file } = state;
  state.entry = null;
  if (!entry || !account?.opening) return;
  const { supplement, ...fields } = entry.fields;
  const { endToEndId, ...details } = readMt940Details(entry.details ?? "");
  const line: CashLine = {
    ...fields,
    ...details,
    lineNo: entry.field.lineNo,
    byteOffset: entry.field.byteOffset,
    raw: "",
    accountNo: account.accountNo,
    asset: account.opening.asset,
    balanceAfterMinor: null,
    channelReference: null,
    ourReference: endToEndId ?? fields.ourReference,
    remark: details.remark ?? supplement,
  };
  line.raw = maskCardNumbers(entry.field.raw, [
    line.accountNo,
    line.entryNo,
    line.ourReference,
    line.counterpartyAccountNo,
  ]);
  addCashLine(account, line);
  file.lines += 1;
  state.lines.push(line);
}
