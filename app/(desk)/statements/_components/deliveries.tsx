"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Section } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { DeliveriesDto, DeliveryCellDto } from "@/contracts/deliveries";
import { DELIVERY_STATES } from "@/core/statements/decide-delivery";
import { DeliveryCell } from "./delivery-cell";
import { type DeliveryActions, DeliveryDialog } from "./delivery-dialog";
import { DELIVERY_LOOKS } from "./delivery-look";

export type ChosenDelivery = { readonly code: string; readonly name: string; readonly cell: DeliveryCellDto };

type DeliveriesProps = { deliveries: DeliveriesDto; actions: DeliveryActions | null };

/** What every channel delivered in the last fourteen days, and what is due or late. `actions` is null for who only looks. */
export function Deliveries({ deliveries, actions }: DeliveriesProps) {
  const t = useTranslations("statements");
  const [chosen, setChosen] = useState<ChosenDelivery | null>(null);
  const late = deliveries.channels.flatMap(({ cells }) => cells.filter((cell) => cell.state === "LATE")).length;
  return (
    <Section
      title={t("deliveries.title")}
      description={late > 0 ? t("deliveries.late", { count: late }) : t("deliveries.none")}
      flush
    >
      <ScrollRegion label={t("deliveries.title")}>
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">{t("deliveries.caption")}</caption>
          <thead>
            <tr className="border-line border-b">
              <th scope="col" className="h-8 px-4 text-left font-medium text-muted text-xs">
                {t("field.channel")}
              </th>
              {deliveries.days.map((on) => (
                <th key={on} scope="col" className="tabular px-1 font-medium text-muted text-xs">
                  <time dateTime={on}>{on.slice(5)}</time>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {deliveries.channels.map(({ code, name, cells }) => (
              <tr key={code} className="border-line border-b last:border-b-0">
                <th scope="row" className="h-row whitespace-nowrap px-4 text-left font-normal">
                  {name}
                </th>
                {cells.map((cell) => (
                  <td key={cell.on} className="p-0.5">
                    <DeliveryCell
                      name={name}
                      cell={cell}
                      onChoose={actions ? () => setChosen({ code, name, cell }) : null}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <Legend />
      {actions ? <DeliveryDialog chosen={chosen} onClose={() => setChosen(null)} actions={actions} /> : null}
    </Section>
  );
}

/** What the shapes mean. */
function Legend() {
  const t = useTranslations("statements");
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-t px-4 py-2 text-muted text-xs">
      {DELIVERY_STATES.map((state) => {
        const { icon: Icon, className } = DELIVERY_LOOKS[state];
        return (
          <li key={state} className="inline-flex items-center gap-1.5">
            <span className={cn("inline-flex size-5 items-center justify-center rounded-sm", className)}>
              <Icon aria-hidden className="size-3.5" strokeWidth={2} />
            </span>
            {t(`deliveries.state.${state}`)}
          </li>
        );
      })}
    </ul>
  );
}
