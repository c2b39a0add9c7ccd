"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { SearchFilter } from "@/components/grid/search-filter";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { LINK_CLASS } from "@/components/object/object-link";
import { Button } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { useWords } from "@/components/voucher/use-words";
import type { RuleDto } from "@/contracts/catalogue-views";
import { RULE_GROUPS, type Words } from "@/core/ledger/vocabulary";
import { RuleMarks } from "./rule-marks";
import { RuleTable } from "./rule-table";

/** Every event by business, with what it posts; narrowed to what the search names. */
export function RuleList({ rules }: { rules: readonly RuleDto[] }) {
  const t = useTranslations("catalogue");
  const common = useTranslations("common");
  const { values, set, clear } = useGridFilters(["q"]);
  const found = rules.filter((rule) => isFound(rule, values.q ?? ""));
  const groups = RULE_GROUPS.flatMap((group) => {
    const ofGroup = found.filter((rule) => rule.group === group);
    return ofGroup.length === 0 ? [] : [{ group, rules: ofGroup }];
  });
  return (
    <div className="flex flex-col gap-section">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchFilter
          value={values.q}
          onCommit={(q) => set("q", q)}
          label={t("search")}
          className="w-80 max-w-full"
          isMain
        />
        <p role="status" className="text-muted text-sm">
          {t("count", { count: found.length })}
        </p>
        <nav aria-label={t("groups")} className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
          {groups.map(({ group }) => (
            <a key={group} href={`#${group}`} className={LINK_CLASS}>
              {t(`group.${group}`)}
            </a>
          ))}
        </nav>
      </div>
      {groups.length === 0 ? (
        <EmptyState
          kind="no-match"
          title={t("noMatch")}
          action={<Button onClick={clear}>{common("clearFilters")}</Button>}
        />
      ) : null}
      {groups.map(({ group, rules: ofGroup }) => (
        <div key={group} id={group} className="scroll-mt-4">
          <Section title={t(`group.${group}`)} description={t(`groupText.${group}`)} plain>
            <ul className="flex flex-col gap-3">
              {ofGroup.map((rule) => (
                <li key={rule.event}>
                  <RuleCard rule={rule} />
                </li>
              ))}
            </ul>
          </Section>
        </div>
      ))}
    </div>
  );
}

function RuleCard({ rule }: { rule: RuleDto }) {
  const t = useTranslations("catalogue");
  const words = useWords();
  return (
    <Card
      flush
      className="grid lg:grid-cols-[minmax(0,19rem)_minmax(0,1fr)] 2xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]"
    >
      <div className="flex min-w-0 flex-col items-start gap-1.5 p-card lg:border-line lg:border-r">
        <h3 className="font-medium text-base">
          <Link href={`/ledger/catalogue/${rule.event}`} prefetch={false} className={LINK_CLASS}>
            {words(rule.name)}
          </Link>
        </h3>
        <p className="text-sm">{words(rule.meaning)}</p>
        <p className="flex flex-wrap items-center gap-1.5 empty:hidden">
          <RuleMarks rule={rule} />
        </p>
        <p className="text-muted text-xs">
          <code>{rule.event}</code> · {t("versionNo", { version: rule.version })}
        </p>
      </div>
      <RuleTable rule={rule} />
    </Card>
  );
}

/** Every word of the search stands somewhere in the rule, in either language. */
function isFound(rule: RuleDto, search: string): boolean {
  const said = (words: Words | null) => (words === null ? [] : [words.en, words.zh]);
  const text = [
    rule.event,
    ...said(rule.name),
    ...said(rule.meaning),
    ...rule.rows.flatMap((row) => [row.glCode, ...said(row.subject), ...said(row.role), ...said(row.amount)]),
  ]
    .join(" ")
    .toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
