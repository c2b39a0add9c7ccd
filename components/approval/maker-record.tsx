import { useTranslations } from "next-intl";
import type { MakerRecordDto } from "@/contracts/approval-views";

/** How what this person proposed lately has ended: a word about the maker, beside the request's own. */
export function MakerRecord({ maker, record }: { maker: string; record: MakerRecordDto }) {
  const t = useTranslations("approvals");
  return (
    <p className="text-muted text-xs">
      <span className="block font-medium">{t("record.title", { maker })}</span>
      {t("record.text", record)}
    </p>
  );
}
