import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { Amount } from "@/components/money/amount";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import type { LegDto, LegState } from "@/contracts/leg-views";
import { accountingToday } from "@/server/accounting-today";
import { findLegs } from "@/server/queries/find-legs";

const TONES: Record<LegState, Tone> = { AGREES: "success", WAITS: "success", DIFFERS: "warning", NOT_RUN: "neutral" };
const ITEMS_SHOWN = 3;

/** Orders ↔ channel, orders ↔ ledger, channel ↔ bank: which of the three does not agree on this day. */
export async function BatchLegs({ channel, day }: { channel: string; day: string }) {
  const t = await getTranslations("reconciliation");
  const found = await findLegs(channel, day, accountingToday());
  if (!found) return null;
  return (
    <Section title={t("legs.title")} description={t(found.wrong.length > 0 ? "legs.disagree" : "legs.agree")} plain>
      <ul className="grid gap-3 md:grid-cols-3">
        {found.legs.map((leg) => (
          <li key={leg.leg} className="min-w-0 rounded-lg border border-line bg-surface p-card shadow-card">
            <Leg leg={leg} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

async function Leg({ leg: { leg, state, sums, differing, waiting, items } }: { leg: LegDto }) {
  const t = await getTranslations("reconciliation");
  const format = await getFormatter();
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <h3 className="flex flex-wrap items-center justify-between gap-2 font-medium">
        {t(`legs.name.${leg}`)}
        <StatusBadge tone={TONES[state]}>{t(`legs.state.${state}`)}</StatusBadge>
      </h3>
      {sums.map((sum) => (
        <dl key={sum.asset} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
          <dt className="text-muted">{t(`legs.left.${leg}`)}</dt>
          <dd className="text-right">
            <Amount amountMinor={sum.leftMinor} asset={sum.asset} showAsset />
          </dd>
          <dt className="text-muted">{t(`legs.right.${leg}`)}</dt>
          <dd className="text-right">
            <Amount amountMinor={sum.rightMinor} asset={sum.asset} showAsset />
          </dd>
          <dt className="text-muted">{t("legs.difference")}</dt>
          <dd className="text-right font-medium">
            <Amount amountMinor={sum.differenceMinor} asset={sum.asset} signed showAsset />
          </dd>
        </dl>
      ))}
      <p className="text-muted text-xs">
        {t("legs.counts", { differing: format.number(differing), waiting: format.number(waiting) })}
      </p>
      {leg === "ORDERS_CHANNEL" ? null : (
        <ul className="text-xs">
          {items.slice(0, ITEMS_SHOWN).map((item) => (
            <li key={`${item.kind} ${item.key} ${item.asset}`} className="flex justify-between gap-2">
              {item.orderNo ? (
                <Link href={`/orders/${item.orderNo}`} className="tabular truncate text-accent hover:underline">
                  {item.key}
                </Link>
              ) : (
                <span className="tabular truncate">{item.key}</span>
              )}
              <Amount amountMinor={item.differenceMinor} asset={item.asset} signed />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
