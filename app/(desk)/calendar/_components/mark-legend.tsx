import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

/** What the colours and letters of the year mean. */
export function MarkLegend({ isOwn }: { isOwn: boolean }) {
  const t = useTranslations("calendar");
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      <Mark className="bg-danger-soft" letter={t("letter.HOLIDAY")} text={t("kind.HOLIDAY")} />
      <Mark className="bg-info-soft" letter={t("letter.WORKDAY")} text={t("kind.WORKDAY")} />
      {isOwn ? <Mark className="outline-2 outline-accent -outline-offset-2" letter="" text={t("different")} /> : null}
    </ul>
  );
}

function Mark({ className, letter, text }: { className: string; letter: string; text: string }) {
  return (
    <li className="inline-flex items-center gap-1.5">
      <span
        aria-hidden
        className={cn("inline-flex size-5 items-center justify-center rounded-sm text-[0.625rem]", className)}
      >
        {letter}
      </span>
      {text}
    </li>
  );
}
