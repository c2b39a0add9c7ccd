import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import type { SuspenseItemDto } from "@/contracts/suspense-views";

type Fact = { key: string; value: ReactNode };

/** What an item is: a name over each value, so that long numbers have room. Every number leads to what it names. */
export function ItemFacts({ item, className }: { item: SuspenseItemDto; className?: string | undefined }) {
  const t = useTranslations("suspense");
  const facts = useFacts(item);
  return (
    <dl className={cn("grid gap-x-6 gap-y-2.5 text-sm", className)}>
      {facts.map(({ key, value }) => (
        <div key={key} className="min-w-0">
          <dt className="text-muted text-xs">{t(`fact.${key}`)}</dt>
          <dd className="break-words">{value === null || value === "" ? "—" : value}</dd>
        </div>
      ))}
    </dl>
  );
}

function useFacts(item: SuspenseItemDto): Fact[] {
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
          {merchant.name} {link("merchant", merchant.no)}
        </>
      ) : null,
    },
    { key: "assignee", value: item.isMine ? t("fact.me") : item.assignee },
    {
      key: "opened",
      value: (
        <>
          <Day on={item.openedOn} /> <span className="text-muted">{t("age", { days: item.ageDays })}</span>
        </>
      ),
    },
    { key: "batch", value: link("batch", item.batchNo) },
    { key: "opening", value: link("voucher", item.openedVoucherNo) },
  ];
}

/** The channel's amount less ours: long is plus, short is minus. */
function SignedAmount({ item }: { item: SuspenseItemDto }) {
  const signed = item.direction === "SHORT" ? `-${item.amountMinor}` : item.amountMinor;
  return <Amount amountMinor={signed} asset={item.asset} signed showAsset className="font-semibold" />;
}
