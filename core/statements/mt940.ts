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
import { addAccount, addProblem, endBankFile } from "./end-cash-file";
import { guessBankEncoding } from "./guess-encoding";
import { why } from "./line-reasons";
import { maskCardNumbers } from "./mask-card-numbers";
import { readMt940Details } from "./mt940-details";
import { readMt940Balance, readMt940Entry } from "./mt940-fields";
import { opensTextBlock, readMt940Line } from "./mt940-lines";
import { type Mt940Field, type Mt940State, openMt940State } from "./mt940-state";
import { refuseAtByte } from "./refuse-statement";
import { LineSplitter, type PhysicalLine } from "./split-lines";
import { MAX_CELL_CHARS, MAX_PROBLEMS } from "./statement";

/** MT940, alone or in SWIFT's blocks. The control total is :60F: + entries = :62F:, over all pages. */
export function createMt940Parser(): CashParser {
  const splitter = new LineSplitter(guessBankEncoding);
  const state = openMt940State();

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
  if (state.isTextAwaited) return "the text of the message whose block ({4:) begins at its end";
  const [unfinished] = state.unfinished.values();
  return unfinished ? `the next page of account ${unfinished.accountNo ?? "?"}, which went on behind :62M:` : null;
}

function takeLine(state: Mt940State, line: PhysicalLine): void {
  const text = line.text;
  const read = readMt940Line(text);
  if (text.includes("\0")) {
    const tag = typeof read === "object" ? read.tag : state.field?.tag;
    addProblem(state.file, { ...line, raw: text }, tag === undefined ? null : `:${tag}:`, why("line_nul"));
    return;
  }
  state.isTextAwaited = opensTextBlock(text) && typeof read !== "object";
  if (typeof read === "object") {
    endField(state, read.tag !== "86" && read.tag !== "NS");
    state.isBetweenMessages = false;
    state.field = { ...read, lineNo: line.lineNo, byteOffset: line.byteOffset, raw: text, isTooLong: false };
  } else if (read === "end") {
    endField(state, true);
    state.isBetweenMessages = state.account === null;
  } else if (read === "more") continueField(state, line);
}

function continueField(state: Mt940State, line: PhysicalLine): void {
  const { field, file } = state;
  if (!field) {
    if (!state.isBetweenMessages) addProblem(file, { ...line, raw: line.text }, null, why("mt_line_without_tag"));
    return;
  }
  if (field.isTooLong) return;
  if (field.raw.length + line.text.length > MAX_CELL_CHARS) {
    field.isTooLong = true;
    const reason = why("field_too_long", { limit: `${MAX_CELL_CHARS}` });
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

function readField(state: Mt940State, field: Mt940Field): void {
  const text = field.text.trim();
  switch (field.tag) {
    case "20":
      closeUnfinishedMessage(state, field);
      state.accountNo = null;
      state.statementNo = null;
      state.page = "";
      state.isBaseless = false;
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

function closeUnfinishedMessage(state: Mt940State, field: Mt940Field): void {
  if (!state.account) return;
  addProblem(state.file, field, ":20:", why("mt_not_closed", { text: state.account.accountNo ?? "?" }));
  state.account = null;
}

function readOpening(state: Mt940State, field: Mt940Field): void {
  state.hasMessage = true;
  const tag = `:${field.tag}:`;
  const balance = readMt940Balance(field.text);
  if (state.account) addProblem(state.file, field, tag, why("opening_twice"));
  if ("reason" in balance) {
    addProblem(state.file, field, tag, balance.reason);
    state.isBaseless = true;
    return;
  }
  const name = `${state.accountNo} ${state.page} ${field.text.trim()}`;
  if (state.known.has(name)) addProblem(state.file, field, tag, why("statement_twice"));
  if (state.known.size < MAX_CASH_ACCOUNTS) state.known.add(name);
  const key = `${state.accountNo} ${balance.asset}`;
  const earlier = state.unfinished.get(key);
  state.unfinished.delete(key);
  if (field.tag === "60F") {
    if (earlier) addProblem(state.file, field, tag, why("mt_page_not_continued"));
    state.account = openCashAccount(state.accountNo, state.statementNo);
    state.account.opening = balance;
    addAccount(state.file, field, state.account);
    return;
  }
  if (!earlier) {
    addProblem(state.file, field, tag, why("mt_first_page_missing"));
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

function readClosing(state: Mt940State, field: Mt940Field): void {
  const tag = `:${field.tag}:`;
  const { account, file } = state;
  state.account = null;
  const balance = readMt940Balance(field.text);
  if ("reason" in balance) {
    addProblem(file, field, tag, balance.reason);
    return;
  }
  if (!account?.opening) {
    if (!state.isBaseless) addProblem(file, field, tag, why("closing_alone"));
    return;
  }
  if (account.opening.asset !== balance.asset) {
    const said = { text: balance.asset, expected: account.opening.asset };
    addProblem(file, field, tag, why("closing_asset_differs", said));
    return;
  }
  file.disagreements.push(...compareClosing(account, balance, tag));
  account.closing = balance;
  if (field.tag === "62M") state.unfinished.set(`${account.accountNo} ${balance.asset}`, account);
}

function readEntryField(state: Mt940State, field: Mt940Field): void {
  endEntry(state);
  const { account, file } = state;
  if (!account?.opening) {
    if (!state.isBaseless) addProblem(file, field, ":61:", why("entry_outside"));
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
