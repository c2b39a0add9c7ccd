import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import type { DayDto } from "@/contracts/board-views";

/** Every version of the day's statement, the newest first. */
export function DayStatements({ day: { statements } }: { day: DayDto }) {
  const t = useTranslations("reconciliation");
  return (
    <Section title={t("day.statements")} flush>
      {statements.length === 0 ? <p className="p-card text-muted text-sm">{t("day.noStatement")}</p> : null}
      <ul>
        {statements.map((statement) => (
          <li key={statement.statementNo} className="border-line border-b px-4 py-2 text-sm last:border-b-0">
            <p className="flex flex-wrap items-center gap-2">
              <ObjectLink kind="statement" no={statement.statementNo} />
              <Badge tone={statement.isNewest ? "info" : "neutral"}>
                {t(statement.isNewest ? "day.version" : "day.versionReplaced", { version: statement.version })}
              </Badge>
              <span className="tabular flex-1 text-right">{t("board.lines", { count: statement.lines })}</span>
            </p>
            <p className="flex flex-wrap gap-x-2 text-muted text-xs">
              <span className="min-w-0 truncate">{statement.fileName}</span>
              <span className="whitespace-nowrap">
                <DateTime at={statement.importedAt} /> · {statement.importedBy ?? t("system")}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
