import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import type { Column } from "@/components/ui/data-table";
import type { OpenDayDto } from "@/contracts/accounting-days";
import { Turnover } from "./turnover";

type AnyDay = Pick<OpenDayDto, "on" | "vouchers" | "turnover">;
type DayColumns = { readonly [Name in "day" | "vouchers" | "turnover"]: Column<AnyDay> };

/** What open and closed days both show: the day, its vouchers and what they add up to, each leading to what is behind it. */
export function useDayColumns(): DayColumns {
  const t = useTranslations("ledger");
  const format = useFormatter();
  return {
    day: {
      key: "day",
      header: t("days.day"),
      rowHeader: true,
      cell: (day) => (
        <Link href={`/ledger/trial-balance?date=${day.on}`} className={`${LINK_CLASS} tabular`}>
          {day.on}
        </Link>
      ),
    },
    vouchers: {
      key: "vouchers",
      header: t("days.vouchers"),
      align: "end",
      cell: (day) => (
        <Link href={`/ledger/vouchers?from=${day.on}&to=${day.on}`} className={LINK_CLASS}>
          {format.number(day.vouchers)}
        </Link>
      ),
    },
    turnover: {
      key: "turnover",
      header: t("days.turnover"),
      align: "end",
      cell: (day) => <Turnover amounts={day.turnover} />,
    },
  };
}
