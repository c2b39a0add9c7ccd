import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime, Day } from "@/components/money/date-time";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { KeyValueList } from "@/components/ui/key-value-list";
import type { BalanceAtDto } from "@/contracts/ledger-views";

type BalanceAtProps = { asset: string; balance: BalanceAtDto | null; isWrong: boolean };

/** What the account held at a point in time: a form that needs no script, and its answer. */
export function BalanceAt({ asset, balance, isWrong }: BalanceAtProps) {
  const t = useTranslations("ledger");
  const amount = (minor: string) => <Amount amountMinor={minor} asset={asset} showAsset />;
  return (
    <Section title={t("at.title")}>
      <div className="flex flex-col gap-3">
        <form method="get" className="flex flex-wrap items-end gap-2">
          <input type="hidden" name="tab" value="balance" />
          <Field label={t("at.day")} className="w-32">
            <Input type="date" name="at" required defaultValue={balance?.isDay ? balance.at : undefined} />
          </Field>
          <Field label={t("at.time")} className="w-26">
            <Input type="time" name="time" />
          </Field>
          <Button type="submit">{t("at.show")}</Button>
        </form>
        <p className="text-muted text-xs">{t("at.hint")}</p>
        {isWrong ? <Alert tone="warning" title={t("at.wrong")} /> : null}
        {balance ? (
          <KeyValueList
            items={[
              {
                key: "at",
                label: t("at.at"),
                value: balance.isDay ? (
                  <span>
                    <Day on={balance.at} /> {t("at.endOfDay")}
                  </span>
                ) : (
                  <DateTime at={balance.at} seconds />
                ),
              },
              { key: "posted", label: t("accounts.posted"), value: amount(balance.postedMinor) },
              { key: "frozen", label: t("accounts.frozen"), value: amount(balance.frozenMinor) },
              { key: "available", label: t("accounts.available"), value: amount(balance.availableMinor) },
            ]}
          />
        ) : null}
      </div>
    </Section>
  );
}
