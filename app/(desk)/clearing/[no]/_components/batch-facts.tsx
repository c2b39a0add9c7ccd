import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { objectHref } from "@/components/object/object-href";
import { LINK_CLASS } from "@/components/object/object-link";
import { formatRatio } from "@/components/position/format-ratio";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import { useEventName } from "@/components/voucher/use-event-name";
import type { ClearingBatchDto } from "@/contracts/clearing-views";

const HASH_SHOWN = 16;

export function BatchFacts({ batch }: { batch: ClearingBatchDto }) {
  const t = useTranslations("clearing");
  const format = useFormatter();
  const items: KeyValue[] = [
    { key: "merchants", label: t("column.merchants"), value: format.number(batch.merchants) },
    { key: "items", label: t("column.items"), value: format.number(batch.items) },
    { key: "at", label: t("column.at"), value: <DateTime at={batch.computedAt} /> },
    { key: "by", label: t("column.by"), value: batch.computedBy ?? t("system") },
    ...(batch.vouchers ? [{ key: "vouchers", label: t("detail.vouchers"), value: <Vouchers batch={batch} /> }] : []),
    { key: "costs", label: t("detail.costs"), value: <Costs costs={batch.costs} /> },
    {
      key: "hash",
      label: t("detail.hash"),
      value: (
        <span className="flex items-center gap-1">
          <span className="font-mono text-xs">
            {t("detail.hashShort", { hash: batch.contentHash.slice(0, HASH_SHOWN) })}
          </span>
          <CopyButton text={batch.contentHash} what={t("detail.hash")} />
        </span>
      ),
    },
  ];
  return (
    <Section title={t("detail.facts")}>
      <KeyValueList items={items} />
    </Section>
  );
}

/** By event, each with the list of exactly these vouchers. */
function Vouchers({ batch: { batchNo, vouchers } }: { batch: ClearingBatchDto }) {
  const t = useTranslations("clearing");
  const format = useFormatter();
  const eventName = useEventName();
  if (!vouchers || vouchers.length === 0) return t("detail.noVouchers");
  return (
    <ul className="flex flex-col gap-0.5">
      {vouchers.map(({ event, count }) => (
        <li key={event} className="flex min-h-6 items-center">
          <Link
            href={`/ledger/vouchers?${new URLSearchParams({ no: batchNo, event })}`}
            prefetch={false}
            className={LINK_CLASS}
          >
            {t("detail.voucherCount", { event: eventName(event), count: format.number(count) })}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Costs({ costs }: Pick<ClearingBatchDto, "costs">) {
  const t = useTranslations("clearing");
  const locale = useLocale();
  if (costs.length === 0) return t("detail.noCosts");
  return (
    <ul className="flex flex-col gap-0.5">
      {costs.map(({ channel, costBps }) => (
        <li key={channel.no} className="flex min-h-6 items-center gap-2">
          <span className="tabular">{formatRatio(`${costBps}`, locale)}</span>
          <Link href={objectHref("channel", channel.no) ?? "/channels"} prefetch={false} className={LINK_CLASS}>
            {channel.name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
