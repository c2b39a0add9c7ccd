"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ChannelDaysTable } from "@/components/batch/channel-days-table";
import { Section } from "@/components/ui/card";
import { LookLegend } from "@/components/ui/look-legend";
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
      <ChannelDaysTable
        caption={t("deliveries.caption")}
        channelHead={t("field.channel")}
        days={deliveries.days}
        channels={deliveries.channels}
        renderCell={(cell, { code, name }) => (
          <DeliveryCell name={name} cell={cell} onChoose={actions ? () => setChosen({ code, name, cell }) : null} />
        )}
      />
      <LookLegend
        looks={DELIVERY_STATES.map((state) => ({
          key: state,
          ...DELIVERY_LOOKS[state],
          label: t(`deliveries.state.${state}`),
        }))}
      />
      {actions ? <DeliveryDialog chosen={chosen} onClose={() => setChosen(null)} actions={actions} /> : null}
    </Section>
  );
}
