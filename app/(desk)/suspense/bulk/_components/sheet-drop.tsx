"use client";

import { useTranslations } from "next-intl";
import { FileToSend } from "@/components/refusal/file-to-send";

/** A filled-in sheet comes back here and becomes a preview; nothing is proposed by bringing it. */
export function SheetDrop() {
  const t = useTranslations("bulk.sheet");
  return (
    <FileToSend<{ jobNo: string }>
      texts={{ title: t("title"), drop: t("drop"), formats: t("formats"), reading: t("reading") }}
      accept=".xlsx,.csv"
      address="/api/suspense/sheets"
      hrefOf={({ jobNo }) => `/suspense/bulk/${jobNo}`}
    />
  );
}
