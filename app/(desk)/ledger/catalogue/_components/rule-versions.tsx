import { Minus, Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { LINK_CLASS } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import type { RuleHistoryDto, RuleVersionDto } from "@/contracts/catalogue-views";

/** Every version of a rule, the newest first, with what it says otherwise than the one before. */
export function RuleVersions({ history: { rule, versions } }: { history: RuleHistoryDto }) {
  const t = useTranslations("catalogue");
  return (
    <Section title={t("versions")} description={t("versionsText")}>
      <ol className="flex flex-col gap-3 text-sm">
        {versions.map((version) => (
          <li key={version.version} className="flex flex-col gap-1">
            <span className="flex flex-wrap items-center gap-x-3">
              <VersionName event={rule.event} version={version.version} isShown={version.version === rule.version} />
              <span className="text-muted">
                {t("since")} <DateTime at={version.storedAt} />
              </span>
            </span>
            <VersionChanges version={version} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function VersionName({ event, version, isShown }: { event: string; version: number; isShown: boolean }) {
  const t = useTranslations("catalogue");
  const name = t("versionNo", { version });
  if (isShown) {
    return (
      <span aria-current="page" className="font-medium">
        {name}
      </span>
    );
  }
  return (
    <Link href={`/ledger/catalogue/${event}?version=${version}`} className={LINK_CLASS}>
      {name}
    </Link>
  );
}

function VersionChanges({ version: { added, removed, changed } }: { version: RuleVersionDto }) {
  const t = useTranslations("catalogue");
  const lines = [
    ...removed.map((line) => ({ line, icon: Minus, label: t("removed") })),
    ...added.map((line) => ({ line, icon: Plus, label: t("added") })),
  ];
  if (lines.length === 0 && changed.length === 0) return null;
  return (
    <ul className="flex flex-col gap-0.5 pl-1">
      {lines.map(({ line, icon: Icon, label }) => (
        <li key={`${label}${line}`} className="flex items-center gap-1.5">
          <Icon aria-label={label} className="size-3.5 shrink-0 text-muted" />
          <code>{line}</code>
        </li>
      ))}
      {changed.length > 0 ? (
        <li className="text-muted">
          {t("changed", { parts: changed.map((part) => t(`part.${part}`)).join(t("and")) })}
        </li>
      ) : null}
    </ul>
  );
}
