import type { SettlementDetailDto } from "@/contracts/settlement-views";

type StatementFigure =
  | "opening"
  | "captured"
  | "refunded"
  | "fee"
  | "share"
  | "received"
  | "adjustment"
  | "deposit"
  | "settled"
  | "held"
  | "carried";
export type StatementTerm = {
  readonly figure: StatementFigure | "closing";
  readonly sign: "" | "+" | "−" | "=";
  readonly minor: string;
  readonly isSum?: true;
};

const SIGNS: readonly [StatementFigure, StatementTerm["sign"]][] = [
  ["opening", ""],
  ["captured", "+"],
  ["refunded", "−"],
  ["fee", "−"],
  ["share", "−"],
  ["received", "+"],
  ["adjustment", "+"],
  ["deposit", "+"],
];

/** The addition of a statement: what there was and came, its sum, and what the sum became. */
export function statementTerms(settlement: SettlementDetailDto): StatementTerm[] {
  const { settledMinor, heldMinor, carriedMinor } = settlement;
  const closing = BigInt(settledMinor) + BigInt(heldMinor) + BigInt(carriedMinor);
  const shown = SIGNS.filter(([figure]) => figure !== "deposit" || settlement.depositMinor !== "0");
  return [
    ...shown.map(([figure, sign]) => ({ figure, sign, minor: settlement[`${figure}Minor`] })),
    { figure: "closing", sign: "=", minor: `${closing}`, isSum: true },
    { figure: "settled", sign: "", minor: settledMinor },
    { figure: "held", sign: "+", minor: heldMinor },
    { figure: "carried", sign: "+", minor: carriedMinor },
  ];
}
