import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { HoldBackListDto, StandingHoldBackDto, StandingHoldBacksDto } from "@/contracts/settlement-moves";
import type { SettlementDetailDto } from "@/contracts/settlement-views";

type HeldBackProps = { settlement: SettlementDetailDto; holdBacks: StandingHoldBacksDto };

/** What waits since its order is in question, and what earlier settlements held back and this one took in. */
export function HeldBack({ settlement, holdBacks }: HeldBackProps) {
  const t = useTranslations("settlement");
  const { held, letGo } = holdBacks;
  return (
    <>
      {held.count > 0 ? (
        <HoldBackTable id="held" title={t("held.title")} text={t("held.text")} list={held} settlement={settlement} />
      ) : null}
      {letGo.count > 0 ? (
        <HoldBackTable
          id="let-go"
          title={t("held.letGo")}
          text={t("held.letGoText")}
          list={letGo}
          settlement={settlement}
        />
      ) : null}
    </>
  );
}

type HoldBackTableProps = {
  id: "held" | "let-go";
  title: string;
  text: string;
  list: HoldBackListDto;
  settlement: SettlementDetailDto;
};

function HoldBackTable({ id, title, text, list, settlement }: HoldBackTableProps) {
  const t = useTranslations("settlement");
  const { rows, count } = list;
  const columns = useHoldBackColumns(list, settlement);
  return (
    <Section title={title} description={text} flush className="scroll-mt-16" anchor={id}>
      <DataTable caption={title} rows={rows} rowKey={(row) => row.key} columns={columns} />
      {rows.length < count ? (
        <p className="border-line border-t p-card text-muted text-sm">
          {t(id === "held" ? "held.more" : "held.moreLetGo", { shown: rows.length, count })}
        </p>
      ) : null}
    </Section>
  );
}

function useHoldBackColumns(
  { sumMinor }: HoldBackListDto,
  { asset, settlementNo }: SettlementDetailDto,
): Column<StandingHoldBackDto>[] {
  const t = useTranslations("settlement");
  const clearing = useTranslations("clearing");
  return [
    {
      key: "object",
      header: t("held.object"),
      rowHeader: true,
      cell: (row) => (
        <>
          <span className="pr-2 text-muted">{clearing(`kind.${row.kind}`)}</span>
          <ObjectLink kind={row.kind === "REFUND" ? "refund" : "order"} no={row.objectNo} />
        </>
      ),
      footer: t("lines.total"),
    },
    { key: "order", header: t("held.order"), cell: (row) => <ObjectLink kind="order" no={row.orderNo} /> },
    { key: "why", header: t("held.why"), cell: (row) => <Why row={row} /> },
    {
      key: "since",
      header: t("held.since"),
      cell: (row) => (
        <>
          <Day on={row.heldOn} className="tabular" />{" "}
          {row.heldBy === settlementNo ? t("held.here") : <ObjectLink kind="settlement" no={row.heldBy} />}
        </>
      ),
    },
    {
      key: "net",
      header: t("held.net"),
      align: "end",
      cell: (row) => <Amount amountMinor={row.netMinor} asset={asset} />,
      footer: <Amount amountMinor={sumMinor} asset={asset} />,
    },
  ];
}

/** A dispute has no page of its own: it stands on its order's. */
function Why({ row: { reason, reasonNo, orderNo, isOpen } }: { row: StandingHoldBackDto }) {
  const t = useTranslations("settlement");
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <StatusBadge tone={isOpen ? "warning" : "success"}>{t(`held.reason.${reason}`)}</StatusBadge>
      {reason === "OPEN_BREAK" ? (
        <ObjectLink kind="suspense" no={reasonNo} />
      ) : (
        <>
          {reasonNo} <ObjectLink kind="order" no={orderNo} />
        </>
      )}
      <span className="text-muted">{t(isOpen ? "held.open" : "held.over")}</span>
    </span>
  );
}
