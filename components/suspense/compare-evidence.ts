import type { EvidenceDto } from "@/contracts/suspense-views";

/** What a cell shows; how a number or a state is written is the table's business. */
export type EvidenceCell =
  | { readonly is: "order" | "refund" | "voucher" | "text"; readonly value: string }
  | { readonly is: "orderStatus" | "refundStatus" | "lineStatus"; readonly value: string }
  | { readonly is: "booked"; readonly value: "booked" | "reversed" }
  | { readonly is: "amount" | "contract"; readonly value: string; readonly asset: string }
  | { readonly is: "instant" | "day"; readonly value: string };

export const EVIDENCE_FIELDS = ["no", "tradeNo", "status", "amount", "fee", "at", "on"] as const;
export type EvidenceField = (typeof EVIDENCE_FIELDS)[number];
export type EvidenceRow = {
  readonly field: EvidenceField;
  readonly ours: EvidenceCell | null;
  readonly line: EvidenceCell | null;
  readonly booked: EvidenceCell | null;
  readonly differs: boolean;
};

/**
 * Order, channel line and book side by side, field by field. Only what is there is compared: that a side is missing is
 * said once, over its column, and not again in every field.
 */
export function compareEvidence({ ours, line, booked }: EvidenceDto): EvidenceRow[] {
  const row = (field: EvidenceField, cells: Partial<EvidenceRow>, compared: readonly unknown[]): EvidenceRow => ({
    field,
    ours: null,
    line: null,
    booked: null,
    ...cells,
    differs: areDifferent(compared),
  });
  const amountOf = (side: { signedMinor: string; asset: string } | null): EvidenceCell | null =>
    side && { is: "amount", value: side.signedMinor, asset: side.asset };
  const feeCell = (is: "amount" | "contract", value: string): EvidenceCell => ({ is, value, asset: line?.asset ?? "" });
  const isBooked = booked !== null && !booked.isReversed;
  return [
    row(
      "no",
      {
        ours: ours && { is: ours.type, value: ours.no },
        line: text(line?.no),
        booked: booked && { is: "voucher", value: booked.voucherNo },
      },
      [ours?.no, line?.no],
    ),
    row("tradeNo", { ours: text(ours?.tradeNo), line: text(line?.tradeNo) }, [ours?.tradeNo, line?.tradeNo]),
    row(
      "status",
      {
        ours: ours && { is: ours.type === "order" ? "orderStatus" : "refundStatus", value: ours.status },
        line: line && { is: "lineStatus", value: line.status },
        booked: booked && { is: "booked", value: isBooked ? "booked" : "reversed" },
      },
      [ours?.isSettled, line && line.status === "SUCCEEDED", booked && isBooked],
    ),
    row("amount", { ours: amountOf(ours), line: amountOf(line), booked: amountOf(booked) }, [
      ours && `${ours.signedMinor} ${ours.asset}`,
      line && `${line.signedMinor} ${line.asset}`,
      booked && `${booked.signedMinor} ${booked.asset}`,
    ]),
    row(
      "fee",
      line ? { ours: ours && feeCell("contract", line.contractFeeMinor), line: feeCell("amount", line.feeMinor) } : {},
      [line?.contractFeeMinor, line?.feeMinor],
    ),
    row("at", { ours: instant(ours?.at), line: instant(line?.at), booked: instant(booked?.at) }, []),
    row("on", { ours: day(ours?.on), line: day(line?.on), booked: day(booked?.on) }, [ours?.on, line?.on]),
  ];
}

function areDifferent(values: readonly unknown[]): boolean {
  return new Set(values.filter((value) => value !== null && value !== undefined)).size > 1;
}

function text(value: string | null | undefined): EvidenceCell | null {
  return value ? { is: "text", value } : null;
}

function instant(value: string | null | undefined): EvidenceCell | null {
  return value ? { is: "instant", value } : null;
}

function day(value: string | null | undefined): EvidenceCell | null {
  return value ? { is: "day", value } : null;
}
