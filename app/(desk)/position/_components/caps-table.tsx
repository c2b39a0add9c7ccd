import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { LINK_CLASS } from "@/components/object/object-link";
import { formatRatio } from "@/components/position/format-ratio";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { PlaceDto, PositionAheadDto } from "@/contracts/position-views";

const CAP_ASSET = "CNY";
const TONES: Record<NonNullable<PlaceDto["capAlarm"]>, Tone> = { 50: "info", 80: "warning", 100: "danger" };

/** What each channel owes us, held against its cap. Caps are of the yuan. */
export function CapsTable({ ahead }: { ahead: PositionAheadDto }) {
  const t = useTranslations("position");
  const rows = ahead.places.filter(({ kind, asset }) => kind === "CHANNEL" && asset === CAP_ASSET);
  return (
    <div id="caps" className="scroll-mt-16">
      <Section title={t("caps.title")} description={t("caps.description")} flush>
        <DataTable
          caption={t("caps.title")}
          rows={rows}
          rowKey={({ code }) => code}
          columns={[
            {
              key: "channel",
              header: t("ahead.channel"),
              rowHeader: true,
              cell: ({ code, name }) => (
                <Link href={`/channels/${encodeURIComponent(code)}`} prefetch={false} className={LINK_CLASS}>
                  {name}
                </Link>
              ),
            },
            {
              key: "outstanding",
              header: t("caps.outstanding"),
              align: "end",
              cell: ({ days }) => <Amount amountMinor={days[0]?.openingMinor ?? "0"} asset={CAP_ASSET} />,
            },
            {
              key: "cap",
              header: t("caps.cap"),
              align: "end",
              cell: ({ capMinor }) =>
                capMinor === null ? (
                  <span className="text-muted">{t("caps.none")}</span>
                ) : (
                  <Amount amountMinor={capMinor} asset={CAP_ASSET} />
                ),
            },
            { key: "used", header: t("caps.used"), align: "end", cell: (place) => <Used place={place} /> },
          ]}
        />
      </Section>
    </div>
  );
}

function Used({ place: { capUsedBps, capAlarm } }: { place: PlaceDto }) {
  const t = useTranslations("position");
  const locale = useLocale();
  if (capUsedBps === null) return null;
  return (
    <span className="inline-flex items-center justify-end gap-2">
      {capAlarm === null ? null : <StatusBadge tone={TONES[capAlarm]}>{t(`caps.alarm.${capAlarm}`)}</StatusBadge>}
      {formatRatio(capUsedBps, locale)}
    </span>
  );
}
