import Link from "next/link";
import { useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { useWords } from "@/components/voucher/use-words";
import type { RuleConditionDto, RuleHistoryDto } from "@/contracts/catalogue-views";
import { RuleMarks } from "./rule-marks";
import { RuleTable } from "./rule-table";
import { RuleVersions } from "./rule-versions";

/** One version of a rule in full: what it posts, what its amounts have to add up to, how it is written, and its history. */
export function RuleSheet({ history }: { history: RuleHistoryDto }) {
  const t = useTranslations("catalogue");
  const ledger = useTranslations("ledger");
  const words = useWords();
  const { rule, versions } = history;
  const newest = versions[0]?.version ?? rule.version;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: ledger("title"), href: "/ledger" },
          { label: t("title"), href: "/ledger/catalogue" },
          { label: words(rule.name) },
        ]}
        title={words(rule.name)}
        description={words(rule.meaning)}
        badge={
          <>
            <Badge>{t("versionNo", { version: rule.version })}</Badge>
            <RuleMarks rule={rule} />
          </>
        }
        actions={
          <Link href={`/ledger/vouchers?event=${rule.event}`} className={LINK_CLASS}>
            {t("vouchers")}
          </Link>
        }
      />
      {rule.version === newest ? null : (
        <Alert tone="info" title={t("oldVersion", { version: rule.version })}>
          <Link href={`/ledger/catalogue/${rule.event}`} className={LINK_CLASS}>
            {t("toNewest", { version: newest })}
          </Link>
        </Alert>
      )}
      <Section title={t("posts")} description={t(`kind.${rule.kind}`)} flush>
        <RuleTable rule={rule} />
        <Conditions conditions={rule.conditions} />
      </Section>
      <div className="grid items-start gap-section lg:grid-cols-2">
        <Section title={t("written")} description={t("writtenText")}>
          <pre className="overflow-x-auto whitespace-pre-wrap text-sm">
            <code>{[`${rule.event} · ${rule.version}`, ...rule.text].join("\n")}</code>
          </pre>
        </Section>
        <RuleVersions history={history} />
      </div>
    </>
  );
}

function Conditions({ conditions }: { conditions: readonly RuleConditionDto[] }) {
  const t = useTranslations("catalogue");
  const words = useWords();
  if (conditions.length === 0) return null;
  const sum = (names: RuleConditionDto["debit"]) => names.map(words).join(" + ");
  return (
    <ul className="flex flex-col gap-1 border-line border-t px-4 py-2 text-sm">
      {conditions.map((condition) => (
        <li key={condition.asset?.en ?? ""}>
          <span className="mr-2 text-muted">{condition.asset ? words(condition.asset) : t("balances")}</span>
          {sum(condition.debit)} = {sum(condition.credit)}
        </li>
      ))}
    </ul>
  );
}
