import { toDecimalString } from "@/core/money/parse-money";
import type { CamtSums } from "./camt053-book";
import { type CamtProblem, readCamtAmount, type XmlFields } from "./camt053-entry";
import { currencyScale } from "./currency-scale";
import type { Disagreement } from "./refuse-statement";

/** Entries by their side. Banks sum up all of them, or leave out those that are not booked. */
export type CamtSides = { credits: CamtSums; debits: CamtSums };
type OnProblem = (problem: CamtProblem) => void;

/** Holds TxsSummry, the file's own count and sum of its entries, against what was read. */
export function compareCamtSummary(
  fields: XmlFields,
  asset: string,
  { all, booked }: { all: CamtSides; booked: CamtSides },
  onProblem: OnProblem,
): Disagreement[] {
  const ofBooked = compareSides(fields, asset, booked, onProblem);
  if (ofBooked.length === 0 || all.credits.count + all.debits.count === booked.credits.count + booked.debits.count)
    return ofBooked;
  return compareSides(fields, asset, all, () => undefined);
}

function compareSides(
  fields: XmlFields,
  asset: string,
  { credits, debits }: CamtSides,
  onProblem: OnProblem,
): Disagreement[] {
  const all = { count: credits.count + debits.count, minor: credits.minor + debits.minor };
  const scale = currencyScale(asset) ?? 2;
  const named = [
    ["TtlNtries", "entries", all],
    ["TtlCdtNtries", "credits", credits],
    ["TtlDbtNtries", "debits", debits],
  ] as const;
  return named.flatMap(([tag, words, found]) => {
    const count = fields.get(`TxsSummry/${tag}/NbOfNtries`);
    const sum = fields.get(`TxsSummry/${tag}/Sum`);
    const disagreements: Disagreement[] = [];
    if (count !== undefined && count.replace(/^0+(?=\d)/, "") !== `${found.count}`) {
      const field = `${tag}/NbOfNtries`;
      const figures = { name: field, footer: count, lines: `${found.count}` };
      disagreements.push({ field, footer: `${count} ${words}`, lines: `${found.count} ${words}`, figures });
    }
    if (sum === undefined) return disagreements;
    const minor = readCamtAmount(sum, scale);
    if (typeof minor !== "bigint") onProblem({ tag: `TxsSummry/${tag}/Sum`, reason: minor });
    else if (minor !== found.minor) {
      const say = (amount: bigint) => `${words} of ${toDecimalString(amount, scale)} ${asset}`;
      const field = `${tag}/Sum`;
      const sayFigure = (amount: bigint) => `${toDecimalString(amount, scale)} ${asset}`;
      const figures = { name: field, footer: sayFigure(minor), lines: sayFigure(found.minor) };
      disagreements.push({ field, footer: say(minor), lines: say(found.minor), figures });
    }
    return disagreements;
  });
}
