import { accept, type Result, refuse } from "@/core/result";
import { assetKindOf, fundOwnerOf } from "./chart";
import { readExample } from "./check-example";
import { AS_APPROVED, OPPOSITE, parseLine } from "./parse-line";
import type { PostingLine, PostingRule, Report, RuleKind, RuleProblem, RuleSource } from "./rule";

/**
 * Reads a rule and says everything that is wrong with it, line by line. Pure and total. A rule that comes out of here
 * can balance in each of its assets, posts to accounts that exist, and crosses between customers' money and our own
 * only where it says so.
 */
export function checkRule(source: RuleSource): Result<PostingRule> & { readonly problems: readonly RuleProblem[] } {
  const problems: RuleProblem[] = [];
  const report: Report = (line, code, message) => {
    problems.push({ event: source.event, version: source.version, line, code, message });
  };
  checkWords(source, report);
  const kind = kindOf(source.lines);
  const lines = kind === "LINES" ? readLines(source, report) : [];
  // Only a rule that can be read whole is looked at as a whole: what a missing line causes would hide its cause.
  if (kind === "LINES" && lines.length === source.lines.length) checkLines(lines, source.crossesFunds, report);
  if (kind === "AS_APPROVED" && !source.needsApproval) {
    report(1, "open_lines_unapproved", "Lines that people compose need an approval. Set needsApproval.");
  }
  const example = problems.length === 0 ? readExample(source, kind, lines, report) : [];
  const [first] = problems;
  if (first) return { ...refuse(first.code, first.message), problems };
  const { event, version, needsApproval, crossesFunds } = source;
  return {
    ...accept({ source, event, version, needsApproval, crossesFunds, kind, lines, example }),
    problems,
  };
}

function kindOf(lines: readonly string[]): RuleKind {
  if (lines.length === 1 && lines[0] === AS_APPROVED) return "AS_APPROVED";
  return lines.length === 1 && lines[0] === OPPOSITE ? "OPPOSITE" : "LINES";
}

const EVENT = /^[a-z][a-z_]*(\.[a-z][a-z_]*)?$/;

function checkWords(source: RuleSource, report: Report): void {
  if (!EVENT.test(source.event)) {
    report(null, "event_misnamed", `"${source.event}" is no event. Name it object.happened, in lower case.`);
  }
  const texts = [source.name.en, source.name.zh, source.meaning.en, source.meaning.zh];
  if (texts.some((text) => text.trim() === "")) {
    report(null, "words_missing", "A name or a meaning is empty. Write both in English and in Chinese.");
  }
}

function readLines(source: RuleSource, report: Report): PostingLine[] {
  return source.lines.flatMap((text, index) => {
    if (text === AS_APPROVED || text === OPPOSITE) {
      report(index + 1, "open_lines_mixed", `"${text}" is a whole rule. Let it stand alone.`);
      return [];
    }
    const parsed = parseLine(text);
    if (parsed.ok) return [parsed.value];
    report(index + 1, parsed.refusal.code, parsed.refusal.message);
    return [];
  });
}

function checkLines(lines: readonly PostingLine[], crossesFunds: boolean, report: Report): void {
  if (lines.length < 2) report(null, "too_few_lines", "A voucher has a debit and a credit. Write both lines.");
  checkRepeats(lines, report);
  // Without a clear asset on every line there is no telling what balances what.
  if (checkAssets(lines, report)) checkBalance(lines, report);
  checkFunds(lines, crossesFunds, report);
}

function checkRepeats(lines: readonly PostingLine[], report: Report): void {
  lines.forEach((line, index) => {
    for (const earlier of lines.slice(0, index)) {
      const isSame =
        earlier.place === line.place &&
        earlier.role === line.role &&
        earlier.amount === line.amount &&
        earlier.asset === line.asset;
      if (!isSame) continue;
      if (earlier.side === line.side)
        report(index + 1, "line_repeated", "This line stands above already. Take one out.");
      else report(index + 1, "line_undone", "This line takes back one above. Take both out, or change the account.");
    }
  });
}

/** Either all lines are in one kind of money, or every one names its asset; and an amount is counted in one of them. */
function checkAssets(lines: readonly PostingLine[], report: Report): boolean {
  let isClear = true;
  const object: Report = (...problem) => {
    isClear = false;
    report(...problem);
  };
  const isNamed = lines.some((line) => line.asset !== null);
  const assetOf = new Map<string, string | null>();
  lines.forEach((line, index) => {
    if (line.asset === null && assetKindOf(line.place) === "NON_CASH") {
      object(index + 1, "asset_missing", "This account holds no money. Say in which asset the line is, on every line.");
    } else if (isNamed && line.asset === null) {
      object(index + 1, "asset_missing", "Other lines say which asset they are in. Say it here too.");
    }
    const known = assetOf.get(line.amount);
    if (known !== undefined && known !== line.asset) {
      object(index + 1, "amount_in_two_assets", `"${line.amount}" is in two assets. Give each its own name.`);
    }
    assetOf.set(line.amount, line.asset);
  });
  return isClear;
}

/**
 * How often each amount stands on the debit side, less how often on the credit side. Amounts are free and never
 * negative; so every line can carry something in a balanced voucher exactly when, per asset, these numbers are all zero
 * or are found on both sides of it.
 */
export function countAmounts(lines: readonly PostingLine[]): Map<string | null, Map<string, number>> {
  const counts = new Map<string | null, Map<string, number>>();
  for (const line of lines) {
    const ofAsset = counts.get(line.asset) ?? new Map<string, number>();
    ofAsset.set(line.amount, (ofAsset.get(line.amount) ?? 0) + (line.side === "DEBIT" ? 1 : -1));
    counts.set(line.asset, ofAsset);
  }
  return counts;
}

function checkBalance(lines: readonly PostingLine[], report: Report): void {
  for (const [asset, counts] of countAmounts(lines)) {
    const over = [...counts].filter(([, count]) => count > 0).map(([name]) => name);
    const under = [...counts].filter(([, count]) => count < 0).map(([name]) => name);
    if ((over.length === 0) === (under.length === 0)) continue;
    const where = asset === null ? "" : ` in ${asset}`;
    const side = over.length > 0 ? "debit" : "credit";
    const other = side === "debit" ? "credit" : "debit";
    report(
      null,
      "never_balances",
      `Nothing${where} stands against the ${side} of ${[...over, ...under].join(", ")}. Add the ${other} line.`,
    );
  }
}

function checkFunds(lines: readonly PostingLine[], crossesFunds: boolean, report: Report): void {
  const owners = new Set(lines.map((line) => fundOwnerOf(line.place)));
  if (owners.size === 2 && !crossesFunds) {
    report(null, "funds_crossed", "It moves between customers' money and our own. Set crossesFunds, if it may.");
  }
  if (owners.size < 2 && crossesFunds) {
    report(null, "funds_not_crossed", "It stays on one side of the funds. Take crossesFunds away.");
  }
}
