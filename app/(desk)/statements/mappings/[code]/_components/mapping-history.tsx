import { useTranslations } from "next-intl";
import { MappingChanges } from "@/components/mapping/mapping-changes";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Card, Section } from "@/components/ui/card";
import type { MappingVersionDto } from "@/contracts/mapping-views";

/** The approved versions, newest first, each with what it changed and who stood for it. */
export function MappingHistory({ versions }: { versions: readonly MappingVersionDto[] }) {
  const t = useTranslations("mappings");
  return (
    <Section title={t("history.title")} description={t("history.text")} plain>
      <ol className="flex flex-col gap-3">
        {versions.map((version) => (
          <li key={version.version}>
            <Card flush>
              <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b px-4 py-2 text-sm">
                <h3 className="font-semibold">{t("version", { version: version.version })}</h3>
                <span className="text-muted">
                  {t.rich("history.madeBy", {
                    maker: version.madeBy,
                    checker: version.checkedBy,
                    at: () => <DateTime at={version.approvedAt} />,
                  })}
                </span>
                <span className="text-muted">{t("history.statements", { count: version.statements })}</span>
                <span className="flex-1" />
                <ObjectLink kind="approval" no={version.approvalNo} />
              </div>
              <p className="whitespace-pre-wrap break-words px-4 pt-2 text-sm">{version.reason}</p>
              <MappingChanges changes={version.changes} isWhole={version.version === 1} />
            </Card>
          </li>
        ))}
      </ol>
    </Section>
  );
}
