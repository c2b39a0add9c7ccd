import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import type { DayToCloseDto } from "@/contracts/day-close";
import { NamedFinding } from "./finding-text";

/** The oldest day that nobody has closed yet, and what is still to be done for it: it hides behind no later one. */
export function DayToCloseAlert({ toClose: { day, days, missing } }: { toClose: DayToCloseDto }) {
  const t = useTranslations("day-close");
  return (
    <Alert
      tone={missing.length > 0 ? "warning" : "info"}
      title={t("home.title", { day })}
      actions={<ButtonLink href={`/ledger/days/${day}`}>{t("home.open")}</ButtonLink>}
    >
      {missing.length > 0 ? (
        <ul className="list-disc pl-4">
          {missing.map((finding) => (
            <li key={`${finding.code} ${finding.place} ${finding.asset}`}>
              <NamedFinding finding={finding} />
            </li>
          ))}
        </ul>
      ) : (
        <p>{t("home.ready")}</p>
      )}
      {days > 1 ? <p className="text-muted">{t("home.more", { count: days - 1 })}</p> : null}
    </Alert>
  );
}
