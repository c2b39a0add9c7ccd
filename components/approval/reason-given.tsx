import { useTranslations } from "next-intl";

/** What the maker wrote when asking. */
export function ReasonGiven({ reason }: { reason: string }) {
  const t = useTranslations("approvals");
  return (
    <figure className="border-accent border-l-2 pl-3">
      <figcaption className="text-muted text-xs">{t("request.reason")}</figcaption>
      <blockquote className="whitespace-pre-wrap break-words text-sm">{reason}</blockquote>
    </figure>
  );
}
