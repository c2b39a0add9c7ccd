import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import type { PositionAlarmsDto } from "@/contracts/position-views";
import { formatAmount } from "@/core/money/format-money";
import { formatRatio } from "./format-ratio";

const CAP_ASSET = "CNY";

/** What cannot be settled today as things stand, and channels at which much is outstanding; nothing where all is well. */
export function PositionAlarms({ alarms: { settle, caps } }: { alarms: PositionAlarmsDto }) {
  const t = useTranslations("position");
  const locale = useLocale();
  const amount = (minor: string, asset: string) => formatAmount(BigInt(minor), asset, locale);
  return (
    <>
      {settle.map(({ asset, verdict, missingMinor, shortBanks }) => {
        const values = { asset, missing: amount(missingMinor, asset), banks: shortBanks.join(", ") };
        const title = { YES: "settle", NO: "settle", TRANSFER: "transfer", BELOW_MINIMUM: "below" } as const;
        return (
          <Alert key={asset} tone={verdict === "NO" ? "danger" : "warning"} title={t(`alarm.${title[verdict]}`)}>
            <p>{t(verdict === "NO" ? "alarm.together" : "alarm.text", values)}</p>
            <Open href="/position" />
          </Alert>
        );
      })}
      {caps.map(({ channel, name, outstandingMinor, capMinor, capUsedBps, capAlarm }) => (
        <Alert
          key={channel}
          tone={({ 50: "info", 80: "warning", 100: "danger" } as const)[capAlarm]}
          title={t("alarm.cap", { channel: name, used: formatRatio(capUsedBps, locale) })}
        >
          <p>
            {t("alarm.capText", {
              outstanding: amount(outstandingMinor, CAP_ASSET),
              cap: amount(capMinor, CAP_ASSET),
            })}
          </p>
          <Open href="/position#caps" />
        </Alert>
      ))}
    </>
  );
}

function Open({ href }: { href: string }) {
  const t = useTranslations("position");
  return (
    <Link href={href} className={LINK_CLASS}>
      {t("alarm.open")}
    </Link>
  );
}
