"use client";

import { useTranslations } from "next-intl";
import { FaultNotice, type FaultNoticeProps } from "@/components/shell/fault-notice";
import { PageHeader } from "@/components/ui/page-header";

/** A fault of one page: the frame around it stays, so that one can go on elsewhere. */
export default function DeskFault(props: FaultNoticeProps) {
  const t = useTranslations("common.error");
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <PageHeader title={t("title")} />
      <FaultNotice {...props} />
    </div>
  );
}
