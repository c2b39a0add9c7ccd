import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { ResolutionChoice } from "@/contracts/suspense";
import type {
  OffsetCandidateDto,
  OrderCandidateDto,
  PairCandidateDto,
  SuspenseItemDto,
} from "@/contracts/suspense-views";
import { KindBadge } from "./item-badges";

type CandidatesProps = {
  item: Pick<SuspenseItemDto, "offsets" | "pairs" | "orders" | "canPropose" | "direction" | "asset">;
  onPropose: (choice: ResolutionChoice) => void;
};

/** What an item may belong to: an order, its other side, or an item that takes it back. */
export function Candidates(props: CandidatesProps) {
  return (
    <>
      <OrderCandidates {...props} />
      <PairCandidates {...props} />
      <OffsetCandidates {...props} />
    </>
  );
}

/** Orders that this payment may belong to: never booked, same channel and amount, with what else speaks for each. */
function OrderCandidates({ item, onPropose }: CandidatesProps) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  if (item.orders.length === 0) return null;
  const columns: Column<OrderCandidateDto>[] = [
    {
      key: "no",
      header: t("candidate.order"),
      rowHeader: true,
      cell: (one) => <ObjectLink kind="order" no={one.orderNo} />,
    },
    { key: "status", header: t("candidate.status"), cell: (one) => enums(`orderStatus.${one.status}`) },
    {
      key: "on",
      header: t("candidate.orderedOn"),
      className: "whitespace-nowrap",
      cell: (one) => <Day on={one.orderedOn} />,
    },
    { key: "merchant", header: t("candidate.merchant"), cell: (one) => one.merchant.name },
    {
      key: "due",
      header: t("candidate.due"),
      align: "end",
      cell: (one) => <Amount amountMinor={one.dueMinor} asset={item.asset} />,
    },
    { key: "signs", header: t("candidate.signs"), cell: (one) => <Signs of="order" signs={one.signs} /> },
    chooseColumn(t("candidate.use"), item.canPropose, (one: OrderCandidateDto) =>
      onPropose({ resolution: "BOOK_TO_ORDER", orderNo: one.orderNo }),
    ),
  ];
  return (
    <Section title={t("candidate.orders")} description={t("candidate.ordersText")} flush>
      <DataTable caption={t("candidate.orders")} columns={columns} rows={item.orders} rowKey={(one) => one.orderNo} />
    </Section>
  );
}

/** The other side under another number: what numbers say is one with this item, its amount or another. */
function PairCandidates({ item, onPropose }: CandidatesProps) {
  const t = useTranslations("suspense");
  if (item.pairs.length === 0) return null;
  const columns: Column<PairCandidateDto>[] = [
    {
      key: "no",
      header: t("candidate.item"),
      rowHeader: true,
      cell: (one) => <ObjectLink kind="suspense" no={one.itemNo} />,
    },
    {
      key: "on",
      header: t("column.openedOn"),
      className: "whitespace-nowrap",
      cell: (one) => <Day on={one.openedOn} />,
    },
    { key: "key", header: t("column.key"), cell: (one) => <span className="tabular break-all">{one.matchKey}</span> },
    {
      key: "amount",
      header: t("candidate.amount"),
      align: "end",
      cell: (one) => <Amount amountMinor={one.amountMinor} asset={item.asset} />,
    },
    { key: "signs", header: t("candidate.signs"), cell: (one) => <Signs of="pair" signs={one.signs} /> },
    chooseColumn(t("candidate.match"), item.canPropose, (one: PairCandidateDto) =>
      onPropose({ resolution: "MATCH_BY_HAND", counterpartNo: one.itemNo }),
    ),
  ];
  return (
    <Section title={t("candidate.pairs")} description={t("candidate.pairsText")} flush>
      <DataTable caption={t("candidate.pairs")} columns={columns} rows={item.pairs} rowKey={(one) => one.itemNo} />
    </Section>
  );
}

/** Open items of the other direction over the same channel, asset and amount. */
function OffsetCandidates({ item, onPropose }: CandidatesProps) {
  const t = useTranslations("suspense");
  if (item.offsets.length === 0) return null;
  const direction = item.direction === "LONG" ? "SHORT" : "LONG";
  const columns: Column<OffsetCandidateDto>[] = [
    {
      key: "no",
      header: t("candidate.item"),
      rowHeader: true,
      cell: (one) => <ObjectLink kind="suspense" no={one.itemNo} />,
    },
    { key: "kind", header: t("column.kind"), cell: (one) => <KindBadge kind={one.kind} direction={direction} /> },
    {
      key: "on",
      header: t("column.openedOn"),
      className: "whitespace-nowrap",
      cell: (one) => <Day on={one.openedOn} />,
    },
    { key: "key", header: t("column.key"), cell: (one) => <span className="tabular break-all">{one.matchKey}</span> },
    { key: "signs", header: t("candidate.signs"), cell: (one) => <Signs of="offset" signs={one.signs} /> },
    chooseColumn(t("candidate.use"), item.canPropose, (one: OffsetCandidateDto) =>
      onPropose({ resolution: "OFFSET", counterpartNo: one.itemNo }),
    ),
  ];
  return (
    <Section title={t("candidate.offsets")} description={t("candidate.offsetsText")} flush>
      <DataTable caption={t("candidate.offsets")} columns={columns} rows={item.offsets} rowKey={(one) => one.itemNo} />
    </Section>
  );
}

function chooseColumn<Row>(label: string, canPropose: boolean, onChoose: (row: Row) => void): Column<Row> {
  return {
    key: "use",
    header: <span className="sr-only">{label}</span>,
    align: "end",
    cell: (row) =>
      canPropose ? (
        <Button size="sm" onClick={() => onChoose(row)}>
          {label}
        </Button>
      ) : null,
  };
}

function Signs({ of, signs }: { of: "order" | "offset" | "pair"; signs: readonly string[] }) {
  const t = useTranslations("suspense");
  if (signs.length === 0) return <span className="text-muted">{t("candidate.noSigns")}</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {signs.map((sign) => (
        <Badge key={sign} tone="info">
          {t(`sign.${of}.${sign}`)}
        </Badge>
      ))}
    </span>
  );
}
