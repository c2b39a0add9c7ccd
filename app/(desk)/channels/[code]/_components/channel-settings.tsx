import { useFormatter, useTranslations } from "next-intl";
import { Section } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import type { ChannelDto } from "@/contracts/channel-views";

const BPS_PER_ONE = 10_000;

/** How the channel is read, matched and booked. */
export function ChannelSettings({ channel }: { channel: ChannelDto }) {
  const t = useTranslations("channels");
  const enums = useTranslations("enums");
  const format = useFormatter();
  const days = (count: number) => t("days", { count });
  const rate =
    channel.costBps === null
      ? t("asBilled")
      : format.number(channel.costBps / BPS_PER_ONE, { style: "percent", minimumFractionDigits: 2 });
  const values = [
    ["format", enums(`format.${channel.format}`)],
    ["cutoff", `${channel.cutoff} ${channel.timezone}`],
    ["statementLagDays", days(channel.statementLagDays)],
    ["bufferDays", days(channel.bufferDays)],
    ["remitLagDays", days(channel.remitLagDays)],
    ["refundWindowDays", days(channel.refundWindowDays)],
    ["settles", enums(`settles.${channel.settles}`)],
    ["costBps", rate],
    ["bankAccount", channel.bankAccount],
    ["keyedBy", enums(`keyedBy.${channel.keyedBy}`)],
    ["repeats", enums(`repeats.${channel.repeats}`)],
    ["comparesFee", enums(`comparesFee.${channel.comparesFee ? "YES" : "NO"}`)],
    ["feeToleranceMinor", t("inMinorUnits", { minor: channel.feeToleranceMinor })],
  ] as const;
  return (
    <Section title={t("settings.title")} description={t("settings.description")}>
      <KeyValueList items={values.map(([key, value]) => ({ key, label: t(`field.${key}`), value }))} />
    </Section>
  );
}
