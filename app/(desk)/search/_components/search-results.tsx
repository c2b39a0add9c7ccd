import { useTranslations } from "next-intl";
import { ObjectLink } from "@/components/object/object-link";
import { Card, Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { useEventName } from "@/components/voucher/use-event-name";
import { FINDABLE_KINDS, type FoundDto, type SearchDto } from "@/contracts/search-views";

/** A short list per kind, or why there is none. */
export function SearchResults({ found }: { found: SearchDto }) {
  const t = useTranslations("search");
  const { query, exact, similar } = found;
  const shown = exact.length > 0 ? exact : similar;
  if (query === "") return <EmptyState kind="nothing-yet" title={t("empty")} description={t("emptyText")} />;
  if (shown.length === 0) {
    return (
      <Card>
        <EmptyState kind="no-match" title={t("none", { query })} description={t("noneText")} />
      </Card>
    );
  }
  return (
    <>
      <p aria-live="polite" className="text-muted text-sm">
        {exact.length > 0 ? t("exact", { query, count: exact.length }) : t("similar", { query })}
      </p>
      <div className="grid items-start gap-section lg:grid-cols-2">
        {FINDABLE_KINDS.map((kind) => (
          <KindResults key={kind} kind={kind} found={shown.filter((one) => one.kind === kind)} />
        ))}
      </div>
    </>
  );
}

function KindResults({ kind, found }: { kind: FoundDto["kind"]; found: readonly FoundDto[] }) {
  const t = useTranslations("search");
  const eventName = useEventName();
  if (found.length === 0) return null;
  return (
    <Section title={t(`kind.${kind}`)} flush>
      <ul>
        {found.map((one) => (
          <li
            key={one.no}
            className="flex min-h-row flex-wrap items-center gap-x-3 border-line border-b px-4 py-1 text-sm last:border-b-0"
          >
            <ObjectLink kind={kind} no={one.no} />
            <span className="min-w-0 truncate text-muted">
              {kind === "voucher" ? eventName(one.note ?? "") : one.note}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
