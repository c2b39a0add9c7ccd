import Link from "next/link";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { LINK_CLASS } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { PlaceDto, PositionAheadDto } from "@/contracts/position-views";
import { FLOW_KINDS, type FlowKind } from "@/core/position/flow";

type Move = { on: string; isFirst: boolean; place: PlaceDto; kind: FlowKind; amountMinor: string };

/** Each day's movements by place and reason, every figure with the way to its rows; what other views point to. */
export function MovesTable({ ahead, asset }: { ahead: PositionAheadDto; asset: string }) {
  const t = useTranslations("position");
  const rows = listMoves(ahead, asset);
  return (
    <Section title={t("moves.title", { asset })} description={t("moves.description")} flush>
      <DataTable
        caption={t("moves.title", { asset })}
        rows={rows}
        rowKey={({ on, place, kind }) => `${on} ${place.kind} ${place.code} ${kind}`}
        empty={<p className="p-card text-muted text-sm">{t("moves.none")}</p>}
        columns={[
          {
            key: "day",
            header: t("moves.day"),
            cell: ({ on, isFirst }) => (
              <span id={isFirst ? `moves-${asset}-${on}` : undefined} className="scroll-mt-16">
                <Day on={on} />
              </span>
            ),
          },
          {
            key: "why",
            header: t("moves.why"),
            rowHeader: true,
            cell: ({ kind }) => t(`flow.${kind}`),
          },
          {
            key: "place",
            header: t("ahead.place"),
            cell: ({ place }) => (place.kind === "BANK" ? place.code : place.name),
          },
          {
            key: "amount",
            header: t("moves.amount", { asset }),
            align: "end",
            cell: (move) => <MovedAmount move={move} asset={asset} />,
          },
        ]}
      />
    </Section>
  );
}

function MovedAmount({ move, asset }: { move: Move; asset: string }) {
  const href = rowsBehind(move);
  const amount = <Amount amountMinor={move.amountMinor} asset={asset} signed className="text-inherit" />;
  if (href === null) return amount;
  return (
    <Link href={href} prefetch={false} className={LINK_CLASS}>
      {amount}
    </Link>
  );
}

function listMoves({ places, days }: PositionAheadDto, asset: string): Move[] {
  const own = places.filter((place) => place.asset === asset);
  return days.flatMap((on, index) => {
    const ofDay = own.flatMap((place) =>
      FLOW_KINDS.flatMap((kind) => {
        const amountMinor = place.days[index]?.parts[kind] ?? "0";
        return amountMinor === "0" ? [] : [{ on, place, kind, amountMinor }];
      }),
    );
    return ofDay.map((move, nth) => ({ ...move, isFirst: nth === 0 }));
  });
}

/** The list that the figure is the sum of; null where it is an estimate or supposed. */
function rowsBehind({ kind, place }: Move): string | null {
  const at = place.kind === "CHANNEL" ? `&${new URLSearchParams({ channel: place.code })}` : "";
  const behind: Readonly<Record<FlowKind, string | null>> = {
    REMITTANCE: `/bank/remittances${place.kind === "CHANNEL" ? `?${new URLSearchParams({ channel: place.code })}` : ""}`,
    COST: null,
    HELD: place.accountNo === null ? null : `/ledger/accounts/${encodeURIComponent(place.accountNo)}`,
    WAITING: "/payouts?show=waiting",
    RETRY: "/payouts?show=again",
    REFUND: `/refunds?status=ACCEPTED${at}`,
    SETTLEMENT: "/ledger/accounts?subject=2202.01",
    RELEASE: "/settlement?status=COMPUTED",
    WHAT_IF: null,
  };
  return behind[kind];
}
