import Link from "next/link";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { LINK_CLASS } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { PlaceDayDto, PlaceDto, PositionAheadDto } from "@/contracts/position-views";

type AheadTableProps = { ahead: PositionAheadDto; asset: string };

/** Every reserve bank and channel by day: where it ends, and by what comes in and goes out. */
export function AheadTable({ ahead, asset }: AheadTableProps) {
  const t = useTranslations("position");
  const rows = ahead.places.filter((place) => place.asset === asset);
  const days = ahead.days.map(
    (on, index): Column<PlaceDto> => ({
      key: on,
      header: (
        <a href={`#moves-${asset}-${on}`} className="hover:text-accent hover:underline">
          <time dateTime={on} title={on}>
            {on.slice("YYYY-".length)}
          </time>
        </a>
      ),
      align: "end",
      className: "px-2 align-top",
      cell: ({ days: own }) => {
        const day = own[index];
        return day ? <DayCell day={day} asset={asset} /> : null;
      },
    }),
  );
  return (
    <Section title={t("ahead.title", { asset })} description={t("ahead.description")} flush>
      <DataTable
        caption={t("ahead.title", { asset })}
        rows={rows}
        rowKey={({ kind, code }) => `${kind} ${code}`}
        columns={[
          {
            key: "place",
            header: t("ahead.place"),
            rowHeader: true,
            className: "px-2 align-top",
            cell: (place) => <PlaceCell place={place} />,
          },
          {
            key: "now",
            header: t("ahead.now"),
            align: "end",
            className: "px-2 align-top",
            cell: ({ days: own }) => <Amount amountMinor={own[0]?.openingMinor ?? "0"} asset={asset} />,
          },
          ...days,
        ]}
      />
    </Section>
  );
}

function PlaceCell({ place: { kind, code, name, accountNo } }: { place: PlaceDto }) {
  const t = useTranslations("position");
  const called = kind === "BANK" ? code : name;
  return (
    <div className="flex flex-col whitespace-nowrap">
      {accountNo === null ? (
        <span className="font-medium">{called}</span>
      ) : (
        <Link href={`/ledger/accounts/${encodeURIComponent(accountNo)}`} prefetch={false} className={LINK_CLASS}>
          {called}
        </Link>
      )}
      <span className="text-muted text-xs">
        {t(accountNo === null ? "ahead.noAccount" : kind === "BANK" ? "ahead.bank" : "ahead.channel")}
      </span>
    </div>
  );
}

function DayCell({ day, asset }: { day: PlaceDayDto; asset: string }) {
  const t = useTranslations("position");
  const { closeMinor, inMinor, outMinor, shortfallMinor } = day;
  return (
    <div className="flex flex-col items-end gap-0.5">
      <Amount amountMinor={closeMinor} asset={asset} className="font-medium" />
      {inMinor === "0" ? null : (
        <span className="text-muted text-xs">
          <span className="sr-only">{t("ahead.in")} </span>
          <Amount amountMinor={inMinor} asset={asset} signed />
        </span>
      )}
      {outMinor === "0" ? null : (
        <span className="text-muted text-xs">
          <span className="sr-only">{t("ahead.out")} </span>
          <Amount amountMinor={`-${outMinor}`} asset={asset} className="text-muted" />
        </span>
      )}
      {shortfallMinor === "0" ? null : <Short closeMinor={closeMinor} shortfallMinor={shortfallMinor} asset={asset} />}
    </div>
  );
}

/** How much is missing to the line; where there is no line the close says it already. */
function Short({ closeMinor, shortfallMinor, asset }: { closeMinor: string; shortfallMinor: string; asset: string }) {
  const t = useTranslations("position");
  if (closeMinor === `-${shortfallMinor}`) return <StatusBadge tone="danger">{t("ahead.short")}</StatusBadge>;
  return (
    <StatusBadge tone="danger">
      {t.rich("ahead.shortBy", { amount: () => <Amount amountMinor={shortfallMinor} asset={asset} /> })}
    </StatusBadge>
  );
}
