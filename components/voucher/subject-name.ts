import { useLocale } from "next-intl";
import { CHART } from "@/core/ledger/chart";

type Named = { readonly nameEn: string; readonly nameZh: string };

/** A GL subject's name in the reader's language. */
export function useSubjectName(): (subject: Named) => string {
  const isChinese = useLocale() === "zh-CN";
  return (subject) => (isChinese ? subject.nameZh : subject.nameEn);
}

/** The same by its code; a code that the chart does not know stands for itself. */
export function useSubjectNameByCode(): (code: string) => string {
  const nameOf = useSubjectName();
  return (code) => {
    const subject = CHART.find((one) => one.code === code);
    return subject ? nameOf(subject) : code;
  };
}
