import { findAsset } from "@/core/money/assets";
import { parseDecimalAmount } from "@/core/money/parse-money";
import { ACCOUNT_PLACES, assetKindOf } from "./chart";
import { parseShape } from "./parse-line";
import type { ExampleLine, PostingLine, Report, RuleKind, RuleSource } from "./rule";

type Draft = Omit<ExampleLine, "amountMinor" | "asset"> & { readonly decimal: string; readonly word: string | null };

/** The voucher of a rule's example; what is wrong with it is reported, and then there are no lines. */
export function readExample(
  source: RuleSource,
  kind: RuleKind,
  lines: readonly PostingLine[],
  report: Report,
): readonly ExampleLine[] {
  const drafts = kind === "LINES" ? fillAmounts(source, lines, report) : readOpenLines(source, report);
  const filled = drafts.flatMap((draft) => toExampleLine(source, draft, report));
  if (filled.length !== drafts.length) return [];
  checkBalanced(filled, report);
  return filled;
}

function fillAmounts(source: RuleSource, lines: readonly PostingLine[], report: Report): Draft[] {
  const given = source.example.amounts ?? {};
  const named = new Set<string>(lines.map((line) => line.amount));
  for (const name of Object.keys(given)) {
    if (!named.has(name)) report(null, "example_wrong", `The example has "${name}", which no line takes. Remove it.`);
  }
  return lines.flatMap(({ amount, asset, ...line }) => {
    const decimal = Object.hasOwn(given, amount) ? given[amount] : undefined;
    return decimal === undefined ? [] : [{ ...line, decimal, word: asset }];
  });
}

function readOpenLines(source: RuleSource, report: Report): Draft[] {
  return (source.example.lines ?? []).flatMap((text) => {
    const shape = parseShape(text);
    if (!shape.ok) {
      report(null, "example_wrong", `In the example: ${shape.refusal.message}`);
      return [];
    }
    const { amount, asset, ...line } = shape.value;
    return [{ ...line, decimal: amount, word: asset }];
  });
}

function toExampleLine(source: RuleSource, draft: Draft, report: Report): ExampleLine[] {
  const { decimal, word, ...line } = draft;
  const code = source.example.assets?.[word ?? "asset"] ?? "CNY";
  const asset = findAsset(code);
  if (asset === null || asset.kind !== assetKindOf(line.place)) {
    report(
      null,
      "example_wrong",
      `${ACCOUNT_PLACES[line.place].glCode} cannot hold "${code}". Name an asset that it can.`,
    );
    return [];
  }
  const amount = parseDecimalAmount(decimal, asset.scale);
  if (!amount.ok || amount.value <= 0n) {
    report(null, "example_wrong", `"${decimal}" is no amount of ${code} above zero. Write a decimal such as 95.00.`);
    return [];
  }
  return [{ ...line, amountMinor: amount.value, asset: code }];
}

function checkBalanced(lines: readonly ExampleLine[], report: Report): void {
  if (lines.length < 2) report(null, "example_wrong", "The example posts nothing. Give it amounts.");
  for (const asset of new Set(lines.map((line) => line.asset))) {
    const net = lines
      .filter((line) => line.asset === asset)
      .reduce((sum, line) => sum + (line.side === "DEBIT" ? line.amountMinor : -line.amountMinor), 0n);
    if (net === 0n) continue;
    report(
      null,
      "example_wrong",
      `The example's debits and credits differ by ${net} in ${asset}. Correct its amounts.`,
    );
  }
}
