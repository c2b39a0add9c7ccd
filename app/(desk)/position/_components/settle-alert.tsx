import { useLocale, useTranslations } from "next-intl";
import { Alert } from "@/components/ui/alert";
import type { Tone } from "@/components/ui/badge";
import type { PositionAheadDto, SettleableDto } from "@/contracts/position-views";
import { formatAmount } from "@/core/money/format-money";

type SettleAlertProps = {
  ahead: PositionAheadDto;
  asset: string;
  isSupposed: boolean;
  /** Says which asset it is: where there are several. */
  named: boolean;
};

const TONES: Record<SettleableDto["verdict"], Tone> = {
  YES: "success",
  BELOW_MINIMUM: "warning",
  TRANSFER: "warning",
  NO: "danger",
};

/** "Can we settle today?" in one sentence, with the sum that is missing, and what the answer does not count on. */
export function SettleAlert({ ahead, asset, isSupposed, named }: SettleAlertProps) {
  const t = useTranslations("position");
  const locale = useLocale();
  const [today, ...later] = ahead.verdicts.filter((one) => one.asset === asset);
  if (!today) return null;
  const amount = (minor: string) => formatAmount(BigInt(minor), asset, locale);
  const worse = today.verdict === "YES" ? later.find(({ verdict }) => verdict !== "YES") : undefined;
  const overdue = ahead.overdue.filter((one) => one.asset === asset);
  const onCall = ahead.onCall.find((one) => one.asset === asset);
  const nameOf = (code: string) =>
    ahead.places.find((one) => one.kind === "CHANNEL" && one.code === code)?.name ?? code;
  const values = { asset, banks: today.shortBanks.join(", "), missing: amount(today.missingMinor) };
  return (
    <Alert
      tone={worse ? "warning" : TONES[today.verdict]}
      title={`${named ? `${asset} · ` : ""}${t(`settle.${today.verdict}`, values)}`}
    >
      <ul className="flex flex-col gap-0.5">
        {isSupposed ? <li className="font-medium">{t("settle.supposed")}</li> : null}
        <li>
          {t("settle.flows", {
            asset,
            ...{ out: amount(today.outMinor), leaves: today.outMinor === "0" ? "nothing" : "some" },
            ...{ in: amount(today.inMinor), comes: today.inMinor === "0" ? "nothing" : "some" },
          })}
        </li>
        {worse ? <li>{t("settle.later", { asset, day: worse.on, missing: amount(worse.missingMinor) })}</li> : null}
        {overdue.map(({ channel, amountMinor }) => (
          <li key={channel}>{t("settle.overdue", { asset, channel: nameOf(channel), amount: amount(amountMinor) })}</li>
        ))}
        {onCall ? <li>{t("settle.onCall", { asset, amount: amount(onCall.amountMinor) })}</li> : null}
      </ul>
    </Alert>
  );
}
