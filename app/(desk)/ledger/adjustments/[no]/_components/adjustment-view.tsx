import { useTranslations } from "next-intl";
import { Drawings } from "@/components/adjustment/adjustment-preview";
import { AttachmentBox } from "@/components/attachment/attachment-box";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Card, Section } from "@/components/ui/card";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import { useEventName } from "@/components/voucher/use-event-name";
import type { AdjustmentDto } from "@/contracts/adjustment-views";

/** What was asked for and why, with what shows that it is right; and what became of it. */
export function AdjustmentView({ adjustment }: { adjustment: AdjustmentDto }) {
  const t = useTranslations("adjustments");
  const { drawings, approvalNo, state } = adjustment;
  return (
    <div className="grid items-start gap-section xl:grid-cols-[minmax(0,1fr)_26rem]">
      <Section
        title={t(`view.voucher.${state === "EXECUTED" ? "posted" : state === "PENDING" ? "waiting" : "undone"}`)}
      >
        <Drawings drawings={drawings} />
      </Section>
      <div className="flex min-w-0 flex-col gap-section">
        <Card>
          <Facts adjustment={adjustment} />
        </Card>
        <Section title={t("evidence.label")}>
          <AttachmentBox type="approval" no={approvalNo} canAdd={false} />
        </Section>
      </div>
    </div>
  );
}

function Facts({ adjustment }: { adjustment: AdjustmentDto }) {
  const t = useTranslations("adjustments");
  const eventName = useEventName();
  const { event, reasonCode, note, totals, maker, createdAt, closedAt, voucherNo, origin } = adjustment;
  const voucherLink = (no: string | null) => (no === null ? null : <ObjectLink kind="voucher" no={no} />);
  return (
    <KeyValueList
      items={whatThereIs([
        { key: "voucher", label: t("view.postedAs"), value: voucherLink(voucherNo) },
        { key: "reverses", label: t("view.reverses"), value: voucherLink(adjustment.reversesVoucherNo) },
        { key: "reversedBy", label: t("view.reversedBy"), value: voucherLink(adjustment.reversedBy) },
        { key: "event", label: t("column.event"), value: eventName(event) },
        {
          key: "amount",
          label: t("column.amount"),
          value: (
            <span className="flex flex-wrap gap-x-3">
              {totals.map(({ amountMinor, asset }) => (
                <Amount key={asset} amountMinor={amountMinor} asset={asset} showAsset />
              ))}
            </span>
          ),
        },
        { key: "reason", label: t("column.reason"), value: t(`reason.${reasonCode}`) },
        {
          key: "note",
          label: t("column.note"),
          value: <span className="whitespace-pre-wrap break-words">{note}</span>,
        },
        {
          key: "origin",
          label: t("view.origin"),
          value: origin ? <ObjectLink kind={origin.type} no={origin.no} /> : null,
        },
        { key: "maker", label: t("column.maker"), value: maker },
        { key: "created", label: t("column.created"), value: <DateTime at={createdAt} /> },
        { key: "closed", label: t("view.closed"), value: closedAt ? <DateTime at={closedAt} /> : null },
      ])}
    />
  );
}

/** What does not apply is left out: most adjustments reverse nothing and are not reversed. */
function whatThereIs(items: KeyValue[]): KeyValue[] {
  return items.filter(({ value }) => value !== null);
}
