"use client";

import { useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import { FileToSend } from "@/components/refusal/file-to-send";

const TEMPLATE = "merchant,amount,asset,reference\nM1001,1234.50,CNY,INV-1\n";

/** A file of payouts is brought here and checked; nothing is paid by bringing it. */
export function PayoutFileDrop() {
  const t = useTranslations("payouts.batch");
  return (
    <FileToSend<{ batchNo: string }>
      texts={{ title: t("bring"), drop: t("drop"), formats: t("formats"), reading: t("reading") }}
      accept=".xlsx,.csv"
      address="/api/payouts/files"
      hrefOf={({ batchNo }) => `/payouts/files/${batchNo}`}
      actions={
        <a
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`}
          download="payouts.csv"
          className={LINK_CLASS}
        >
          {t("template")}
        </a>
      }
    />
  );
}
