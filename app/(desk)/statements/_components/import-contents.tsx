"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Amount } from "@/components/money/amount";
import type { ImportContentsDto } from "@/contracts/imports";

/** What a file holds, in one line of figures: its own totals agree with its lines, or it would be refused. */
export function ImportContents({ contents, format: name }: { contents: ImportContentsDto; format: string | null }) {
  const t = useTranslations("statements");
  const enums = useTranslations("enums");
  const format = useFormatter();
  const { asset, payments, refunds, feeMinor, lines } = contents;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-1 text-sm">
      <Fact label={t("field.format")}>{name === null ? "—" : enums(`format.${name}`)}</Fact>
      <Fact label={t("field.lines")}>{format.number(lines)}</Fact>
      <Fact label={t("import.payments", { count: payments.count })}>
        <Amount amountMinor={payments.amountMinor} asset={asset} showAsset />
      </Fact>
      <Fact label={t("import.refunds", { count: refunds.count })}>
        <Amount amountMinor={refunds.amountMinor} asset={asset} showAsset />
      </Fact>
      <Fact label={t("field.fee")}>
        <Amount amountMinor={feeMinor} asset={asset} showAsset />
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <dt className="text-muted text-xs">{label}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}
