import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { FactGrid } from "@/components/ui/fact-grid";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import { SeverityBadge } from "./severity-badge";

/** What an item is, fact by fact; every number leads to what it names. */
export function ItemFacts({ item, className }: { item: SuspenseItemDto; className?: string | undefined }) {
  const t = useTranslations("suspense");
  return (
    <FactGrid facts={useFacts(item).map((fact) => ({ ...fact, label: t(`fact.${fact.key}`) }))} className={className} />
  );
}

function useFacts(item: SuspenseItemDto): { key: string; value: ReactNode }[] {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  const { merchant, orderNo, refundNo, matchKey } = item;
  const link = (kind: string, no: string | null) => (no === null ? null : <ObjectLink kind={kind} no={no} />);
  return [
    { key: "delta", value: <SignedAmount item={item} /> },
    { key: "what", value: `${item.channel.name} · ${enums(`itemKind.${item.itemKind}`)}` },
    {
      key: "key",
      value: (
        <span className="inline-flex items-center gap-1">
          <span className="tabular break-all">{matchKey}</span>
          <CopyButton text={matchKey} what={t("fact.key")} />
        </span>
      ),
    },
    ...(orderNo === null || orderNo === matchKey ? [] : [{ key: "order", value: link("order", orderNo) }]),
    ...(refundNo === null || refundNo === matchKey ? [] : [{ key: "refund", value: link("refund", refundNo) }]),
    {
      key: "merchant",
      value: merchant ? (
        <>
          {merchant.name} <ObjectLink kind="merchant" no={merchant.no} className="underline" />
        </>
      ) : null,
    },
    { key: "assignee", value: item.isMine ? t("fact.me") : item.assignee },
    ...(item.team === null ? [] : [{ key: "team", value: item.team.name }]),
    ...(item.snoozedUntil === null ? [] : [{ key: "snoozed", value: <Snoozed item={item} /> }]),
    {
      key: "opened",
      value: (
        <>
          <Day on={item.openedOn} /> <span className="text-muted">{t("age", { days: item.ageDays })}</span>
        </>
      ),
    },
    { key: "severity", value: <SeverityBadge severity={item.severity} /> },
    { key: "due", value: <Due item={item} /> },
    ...(item.reopenedCount === 0
      ? []
      : [{ key: "reopened", value: t("fact.reopenedTimes", { count: item.reopenedCount }) }]),
    { key: "batch", value: <BatchLink item={item} /> },
    { key: "opening", value: link("voucher", item.openedVoucherNo) },
  ];
}

/** The day by which its service level wants it settled. */
function Due({ item: { dueOn, isOverdue } }: { item: SuspenseItemDto }) {
  const t = useTranslations("suspense");
  return (
    <>
      <Day on={dueOn} /> {isOverdue ? <span className="font-medium text-danger">{t("fact.overdue")}</span> : null}
    </>
  );
}

/** Until when, and why. */
function Snoozed({ item: { snoozedUntil, teamwork } }: { item: SuspenseItemDto }) {
  return (
    <>
      {snoozedUntil === null ? null : <Day on={snoozedUntil} />}{" "}
      <span className="break-words text-muted">{teamwork.snoozeReason}</span>
    </>
  );
}

/** The batch where it found this item's break, among its results. */
function BatchLink({ item: { batchNo, matchKey } }: { item: SuspenseItemDto }) {
  const search = new URLSearchParams({ group: "broken", q: matchKey });
  return (
    <Link href={`/reconciliation/${batchNo}?${search}#results`} prefetch={false} className={cn(LINK_CLASS, "tabular")}>
      {batchNo}
    </Link>
  );
}

/** The channel's amount less ours: long is plus, short is minus. */
function SignedAmount({ item }: { item: SuspenseItemDto }) {
  const signed = item.direction === "SHORT" ? `-${item.amountMinor}` : item.amountMinor;
  return <Amount amountMinor={signed} asset={item.asset} signed showAsset className="font-semibold" />;
}
