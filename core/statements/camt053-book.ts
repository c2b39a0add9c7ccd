import {
  type CamtAccount,
  type CamtDetail,
  type CamtElement,
  type CamtProblem,
  readCamtAmount,
  readCamtEntry,
  readDetailMoney,
  splitCamtEntry,
} from "./camt053-entry";
import { type CamtPage, comparePages, numberOf, PAGE_NUMBER, pageOf } from "./camt053-pages";
import { type CamtSides, compareCamtSummary } from "./camt053-summary";
import {
  addCashLine,
  compareClosing,
  MAX_CASH_ACCOUNTS,
  type OpenCashAccount,
  openCashAccount,
  type StatedBalance,
} from "./cash-balance";
import type { CashLine } from "./cash-line";
import { currencyScale } from "./currency-scale";
import { addAccount, addProblem, type BankFile, openBankFile, type ProblemPlace } from "./end-cash-file";
import { type LineReason, why } from "./line-reasons";
import type { XmlPlace } from "./pull-xml";
import { readDay } from "./read-time";
import { MAX_CELL_CHARS } from "./statement";

const MAX_RAW_CHARS = 16 * 1024;
const MAX_DETAILS = 100_000;
const MAX_BALANCES = 100;

type Balance = StatedBalance & { code: string };
export type CamtSums = { count: number; minor: bigint };

type Statement = {
  place: ProblemPlace;
  /** Its own fields, of Acct and of TxsSummry; those of balances and entries are kept apart. */
  fields: Map<string, string>;
  account: OpenCashAccount;
  asset: string | null;
  balances: Balance[];
  /** All entries, booked and not, and the booked ones: the file's own summary is of either. */
  all: CamtSides;
  booked: CamtSides;
  pending: number;
};

type Entry = {
  element: CamtElement;
  details: CamtDetail[];
  detail: CamtElement | null;
  last: CamtElement | null;
  hasCharges: boolean;
};

/** Takes a document's elements in order and makes lines and balances of them; paths begin below Document. */
export class CamtBook {
  readonly file: BankFile = openBankFile("camt053");
  lines: CashLine[] = [];
  statements = 0;
  private statement: Statement | null = null;
  private entry: Entry | null = null;
  private balance: CamtElement | null = null;
  private leaf: string | null = null;
  private readonly known = new Set<string>();
  /** The statement before, by whose page the next one goes on. */
  private page: CamtPage | null = null;

  open(path: readonly string[], attributes: ReadonlyMap<string, string>, place: XmlPlace): void {
    this.leaf = "";
    const element = (): CamtElement => ({ fields: new Map(), ...place, raw: "" });
    if (path.length === 2 && path[1] === "Stmt") {
      this.statements += 1;
      this.statement = newStatement({ ...place, raw: "<Stmt>" });
    } else if (path.length === 3 && path[2] === "Bal") this.balance = element();
    else if (path.length === 3 && path[2] === "Ntry")
      this.entry = { element: element(), details: [], detail: null, last: null, hasCharges: false };
    else if (this.entry && path.length === 5 && path[4] === "TxDtls") this.entry.detail = element();
    const currency = attributes.get("Ccy");
    if (currency !== undefined) this.keep(path, "@Ccy", currency);
  }

  text(text: string): void {
    if (this.leaf !== null) this.leaf += text;
    if ((this.leaf?.length ?? 0) > MAX_CELL_CHARS) {
      const place = this.entry?.element ?? this.statement?.place ?? { lineNo: 1, byteOffset: 0, raw: "" };
      addProblem(
        this.file,
        place,
        null,
        why("field_too_long", { limit: `${MAX_CELL_CHARS}` }),
        "statement_cell_too_long",
      );
      this.leaf = null;
    }
  }

  close(path: readonly string[]): void {
    // Only an element without elements inside has a text of its own.
    if (this.leaf !== null) this.keep(path, "", this.leaf.trim());
    this.leaf = null;
    if (path.length === 5 && path[4] === "TxDtls") this.endDetail();
    else if (path.length === 3 && path[2] === "Ntry") this.endEntry();
    else if (path.length === 3 && path[2] === "Bal") this.endBalance();
    else if (path.length === 2 && path[1] === "Stmt") this.endStatement();
  }

  source(piece: string): void {
    for (const element of [this.entry?.element, this.entry?.detail]) {
      if (element && element.raw.length < MAX_RAW_CHARS) element.raw = (element.raw + piece).slice(0, MAX_RAW_CHARS);
    }
  }

  private keep(path: readonly string[], suffix: string, text: string): void {
    const { entry } = this;
    if (entry?.detail) set(entry.detail.fields, path.slice(5).join("/") + suffix, text);
    else if (entry) set(entry.element.fields, path.slice(3).join("/") + suffix, text);
    else if (this.balance) set(this.balance.fields, path.slice(3).join("/") + suffix, text);
    else if (this.statement) set(this.statement.fields, path.slice(2).join("/") + suffix, text);
    if (entry && path.includes("Chrgs")) entry.hasCharges = true;
  }

  private endDetail(): void {
    const { entry, statement } = this;
    if (!entry?.detail || !statement) return;
    const detail = entry.detail;
    entry.detail = null;
    entry.last = detail;
    if (entry.details.length >= MAX_DETAILS) {
      this.problem(entry.element, { tag: "Ntry", reason: why("details_too_many", { limit: `${MAX_DETAILS}` }) });
      return;
    }
    const account = this.accountOf(statement, entry.element);
    // What is wrong with the entry itself is said once, at its end.
    const line = readCamtEntry(entry.element, detail, account);
    if ("reason" in line) return;
    const money = readDetailMoney(detail.fields, line, account);
    if (money !== null && "reason" in money) this.problem(detail, money);
    else entry.details.push({ line, money });
  }

  private endEntry(): void {
    const { entry, statement } = this;
    this.entry = null;
    if (!entry || !statement) return;
    const account = this.accountOf(statement, entry.element);
    // The line of an entry with one detail is the entry's: its place and its whole text.
    const only = entry.details.length === 1 && entry.last ? { ...entry.element, fields: entry.last.fields } : null;
    const whole = readCamtEntry(entry.element, only, account);
    if ("reason" in whole) {
      this.problem(entry.element, whole);
      return;
    }
    const batch = entry.element.fields.get("NtryDtls/Btch/PmtInfId");
    if (entry.details.length !== 1 && batch) whole.ourReference = batch;
    const split = splitCamtEntry(whole, entry.details, entry.hasCharges, account);
    if ("reason" in split) {
      this.problem(entry.element, split);
      return;
    }
    addTo(statement.all, whole);
    const status = entry.element.fields.get("Sts") ?? entry.element.fields.get("Sts/Cd") ?? "BOOK";
    if (status !== "BOOK") {
      // Entries that wait, and those that only inform, are no part of the balance.
      statement.pending += 1;
      return;
    }
    addTo(statement.booked, whole);
    for (const line of split) addCashLine(statement.account, line);
    this.file.lines += split.length;
    this.lines.push(...split);
  }

  private accountOf(statement: Statement, element: CamtElement): CamtAccount {
    statement.asset ??= statement.balances[0]?.asset ?? statement.fields.get("Acct/Ccy") ?? null;
    statement.asset ??= element.fields.get("Amt@Ccy") ?? "";
    statement.account.accountNo ??= accountNoOf(statement.fields);
    const { asset, account } = statement;
    const endsOn = statement.balances.find((balance) => balance.code === "CLBD")?.on ?? null;
    return { accountNo: account.accountNo, asset, scale: currencyScale(asset) ?? 2, endsOn };
  }

  private endBalance(): void {
    const { balance, statement } = this;
    this.balance = null;
    if (!balance || !statement || statement.balances.length >= MAX_BALANCES) return;
    const { fields } = balance;
    const code = fields.get("Tp/CdOrPrtry/Cd") ?? "";
    const asset = fields.get("Amt@Ccy") ?? "";
    const scale = currencyScale(asset);
    const mark = fields.get("CdtDbtInd") ?? "";
    const minor = readCamtAmount(fields.get("Amt") ?? "", scale ?? 2);
    const say = (tag: string, reason: LineReason) => this.problem(balance, { tag: `Bal/${tag} (${code})`, reason });
    if (scale === null) {
      say("Amt", why("currency_unknown", { text: asset.slice(0, 10) }));
      return;
    }
    if (typeof minor !== "bigint") {
      say("Amt", minor);
      return;
    }
    if (mark !== "CRDT" && mark !== "DBIT") {
      say("CdtDbtInd", why("text_not_one_of", { text: mark.slice(0, 10), known: "CRDT, DBIT" }));
      return;
    }
    const on = readDay((fields.get("Dt/Dt") ?? fields.get("Dt/DtTm") ?? "").slice(0, 10));
    statement.balances.push({ code, asset, scale, minor: mark === "DBIT" ? -minor : minor, on });
  }

  private endStatement(): void {
    const { statement } = this;
    this.statement = null;
    if (!statement) return;
    const { account, balances, fields, place } = statement;
    account.accountNo ??= accountNoOf(fields);
    account.statementNo = numberOf(fields);
    this.noteTwin(statement);
    const find = (code: string) => balances.find((balance) => balance.code === code) ?? null;
    // Pages of a statement begin and end with interim balances.
    const interim = balances.filter((balance) => balance.code === "ITBD");
    account.opening = find("OPBD") ?? find("PRCD") ?? interim[0] ?? null;
    account.closing = find("CLBD") ?? interim.at(-1) ?? null;
    addAccount(this.file, place, account);
    const page = pageOf(fields, account);
    this.file.disagreements.push(...comparePages(this.page, page));
    this.page = page;
    const onProblem = (problem: CamtProblem) => this.problem(place, problem);
    this.file.disagreements.push(...compareCamtSummary(fields, statement.asset ?? "", statement, onProblem));
    if (statement.pending > 0)
      this.file.notes.set("pending", `${statement.pending} entries are not booked yet and are no lines`);
    this.compareBalances(statement);
  }

  /** Some banks give one Id to all statements of a file: what tells them apart then is their number, days and balances. */
  private noteTwin({ account, fields, balances, place }: Statement): void {
    const said = ["Id", PAGE_NUMBER, "ElctrncSeqNb", "LglSeqNb", "FrToDt/FrDtTm", "FrToDt/ToDtTm"];
    const stated = balances.map((balance) => `${balance.code} ${balance.on} ${balance.minor} ${balance.asset}`);
    const name = [account.accountNo, ...said.map((path) => fields.get(path) ?? ""), ...stated].join(" ");
    if (account.statementNo && this.known.has(name))
      this.problem(place, { tag: "Stmt/Id", reason: why("statement_twice") });
    if (this.known.size < MAX_CASH_ACCOUNTS) this.known.add(name);
  }

  private compareBalances(statement: Statement): void {
    const { account, place } = statement;
    const { opening, closing } = account;
    // An account on which nothing moved may have one balance, or none.
    if ((!opening || !closing) && account.income.count + account.outgo.count === 0) {
      account.opening ??= closing;
      account.closing ??= opening;
      return;
    }
    if (!opening) {
      this.problem(place, { tag: "Stmt/Bal", reason: why("opening_missing", { known: "OPBD" }) });
      return;
    }
    if (!closing) {
      this.problem(place, { tag: "Stmt/Bal", reason: why("closing_missing", { known: "CLBD" }) });
      return;
    }
    const asset = statement.asset ?? opening.asset;
    if (opening.asset !== closing.asset || opening.asset !== asset) {
      this.problem(place, { tag: "Stmt/Bal", reason: why("balances_asset_differs", { expected: asset }) });
      return;
    }
    this.file.disagreements.push(...compareClosing(account, closing, "CLBD"));
  }

  private problem(place: ProblemPlace, problem: CamtProblem): void {
    addProblem(this.file, place, problem.tag, problem.reason);
  }
}

function newStatement(place: ProblemPlace): Statement {
  const none = (): CamtSides => ({ credits: { count: 0, minor: 0n }, debits: { count: 0, minor: 0n } });
  const account = openCashAccount(null, null);
  return { place, fields: new Map(), account, asset: null, balances: [], all: none(), booked: none(), pending: 0 };
}

function addTo({ credits, debits }: CamtSides, { direction, amountMinor }: CashLine): void {
  const side = direction === "IN" ? credits : debits;
  side.count += 1;
  side.minor += amountMinor;
}

function accountNoOf(fields: ReadonlyMap<string, string>): string | null {
  return fields.get("Acct/Id/IBAN") ?? fields.get("Acct/Id/Othr/Id") ?? null;
}

/** The first of several elements with one path counts, but lines of remittance information are one text. */
function set(fields: Map<string, string>, path: string, text: string): void {
  const earlier = fields.get(path);
  if (earlier === undefined) fields.set(path, text);
  else if (path === "RmtInf/Ustrd" && earlier.length + text.length < MAX_CELL_CHARS)
    fields.set(path, `${earlier} ${text}`);
}
