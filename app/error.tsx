"use client";

import { useTranslations } from "next-intl";
import { FaultNotice, type FaultNoticeProps } from "@/components/shell/fault-notice";

/** For faults outside the desk's frame, or in the frame itself. */
export default function RootFault(props: FaultNoticeProps) {
  const t = useTranslations("common.error");
  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-4 px-5 py-16">
      <h1 className="font-semibold text-xl">{t("title")}</h1>
      <FaultNotice {...props} />
    </main>
  );
}
