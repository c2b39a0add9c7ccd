import { useLocale, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { CarriedItemDto, CarriedPageDto, ClearingBatchDto } from "@/contracts/clearing-views";
import { formatAmount } from "@/core/money/format-money";
import type { Actor } from "@/core/permissions/actor";
import { listCarried } from "@/server/queries/clearing/list-carried";

type CarriedProps = { batch: ClearingBatchDto; after: string | null };

/** What the batch left for the next one, and why, as far as it can be told now. */
export async function CarriedItems({ actor, batch, after }: CarriedProps & { actor: Actor }) {
  return <CarriedTable batch={batch} after={after} page={await listCarried(actor, batch.batchNo, { cursor: after })} />;
}

function CarriedTable({ batch, after, page }: CarriedProps & { page: CarriedPageDto }) {
  const { rows: items, nextCursor } = page;
  const t = useTranslations("clearing");
  const columns = useCarriedColumns();
  if (items.length === 0 && after === null) {
    const none =
      batch.carried === 0 ? (
        <EmptyState kind="all-done" title={t("carried.none")} />
      ) : (
        <EmptyState
          kind="no-match"
          title={t("carried.noneNow")}
          description={t("carried.noneNowText", { count: batch.carried })}
        />
      );
    return <Card>{none}</Card>;
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="max-w-prose text-muted text-sm">{t("carried.text")}</p>
      <Card flush>
        <DataTable caption={t("tab.carried")} rows={items} rowKey={(item) => item.key} columns={columns} />
      </Card>
      {after === null && nextCursor === null ? null : (
        <nav aria-label={t("carried.pages")} className="flex items-center justify-end gap-2">
          {after === null ? null : <ButtonLink href={pageHref(batch, null)}>{t("carried.first")}</ButtonLink>}
          {nextCursor === null ? (
            <span className="text-muted text-sm">{t("carried.last")}</span>
          ) : (
            <ButtonLink href={pageHref(batch, nextCursor)}>{t("carried.next")}</ButtonLink>
          )}
        </nav>
      )}
    </div>
  );
}

function pageHref({ batchNo }: ClearingBatchDto, after: string | null): string {
  return `/clearing/${batchNo}?${new URLSearchParams({ tab: "carried", ...(after === null ? {} : { after }) })}#rows`;
}

function useCarriedColumns(): Column<CarriedItemDto>[] {
  const t = useTranslations("clearing");
  return [
    {
      key: "kind",
      header: t("column.kind"),
      cell: (item) => <span className="whitespace-nowrap">{t(`kind.${item.kind}`)}</span>,
    },
    {
      key: "object",
      header: t("column.object"),
      rowHeader: true,
      cell: (item) => <ObjectLink kind={item.kind === "REFUND" ? "refund" : "order"} no={item.objectNo} />,
    },
    {
      key: "day",
      header: t("column.occurred"),
      cell: (item) => <Day on={item.occurredOn} className="tabular whitespace-nowrap" />,
    },
    {
      key: "merchant",
      header: t("column.merchant"),
      cell: (item) => (
        <>
          <span className="block">{item.merchant.name}</span>
          <ObjectLink kind="merchant" no={item.merchant.no} />
        </>
      ),
    },
    { key: "why", header: t("column.why"), cell: (item) => <Why item={item} /> },
    {
      key: "amount",
      header: t("figure.net"),
      align: "end",
      cell: (item) => <Amount amountMinor={item.amountMinor} asset={item.asset} showAsset />,
    },
  ];
}

function Why({ item: { clearedBy, lacking, asset } }: { item: CarriedItemDto }) {
  const t = useTranslations("clearing");
  const locale = useLocale();
  if (clearedBy !== null) {
    return (
      <>
        {t("carried.taken")} <ObjectLink kind="clearing" no={clearedBy} />
      </>
    );
  }
  if (lacking.length === 0) return t("carried.waits");
  const say = (minor: string) => `${formatAmount(BigInt(minor), asset, locale)} ${asset}`;
  return (
    <ul>
      {lacking.map(({ merchant, needsMinor, hasMinor }) => (
        <li key={merchant.no}>
          {t("carried.lacks", { merchant: merchant.name, needs: say(needsMinor), has: say(hasMinor) })}
        </li>
      ))}
    </ul>
  );
}
