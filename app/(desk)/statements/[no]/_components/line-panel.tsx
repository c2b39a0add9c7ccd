"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValueList } from "@/components/ui/key-value-list";
import { PeekPanel } from "@/components/ui/peek-panel";
import type { StatementLineDto } from "@/contracts/statement-views";

/** One line in full: what we read in it, and the line as the channel wrote it. */
export function LinePanel({ line, onClose }: { line: StatementLineDto | null; onClose: () => void }) {
  const t = useTranslations("statements");
  return (
    <PeekPanel
      open={line !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={line ? t("lines.panelTitle", { line: line.lineNo }) : ""}
      description={t("lines.panelText")}
      keepFocus
      width="lg"
    >
      {line ? <LineFacts line={line} /> : null}
    </PeekPanel>
  );
}

function LineFacts({ line }: { line: StatementLineDto }) {
  const t = useTranslations("statements");
  const enums = useTranslations("enums");
  const amount = (amountMinor: string) => <Amount amountMinor={amountMinor} asset={line.asset} showAsset />;
  return (
    <div className="flex flex-col gap-4">
      <KeyValueList
        items={[
          { key: "kind", label: t("lines.kind"), value: enums(`itemKind.${line.kind}`) },
          { key: "status", label: t("lines.status"), value: enums(`lineStatus.${line.status}`) },
          {
            key: "order",
            label: t("lines.orderNo"),
            value: line.orderNo && <ObjectLink kind="order" no={line.orderNo} />,
          },
          {
            key: "refund",
            label: t("lines.refundNo"),
            value: <Copied text={line.refundNo} what={t("lines.refundNo")} />,
          },
          {
            key: "trade",
            label: t("lines.channelTradeNo"),
            value: <Copied text={line.channelTradeNo} what={t("lines.channelTradeNo")} />,
          },
          {
            key: "channelRefund",
            label: t("lines.channelRefundNo"),
            value: <Copied text={line.channelRefundNo} what={t("lines.channelRefundNo")} />,
          },
          { key: "at", label: t("lines.occurredAt"), value: <DateTime at={line.occurredAt} seconds /> },
          { key: "amount", label: t("lines.amount"), value: amount(line.signedMinor) },
          { key: "fee", label: t("field.fee"), value: amount(line.feeMinor) },
          { key: "contract", label: t("lines.contractFee"), value: amount(line.contractFeeMinor) },
          {
            key: "outcome",
            label: t("lines.outcome"),
            value: line.outcome ? enums(`outcome.${line.outcome}`) : t("lines.undecided"),
          },
          {
            key: "batch",
            label: t("lines.batch"),
            value: line.batchNo && <ObjectLink kind="batch" no={line.batchNo} />,
          },
        ]}
      />
      <div>
        <h3 className="pb-1 font-medium text-muted text-xs">{t("lines.raw")}</h3>
        <pre className="whitespace-pre-wrap break-all rounded-md bg-sunken p-3 font-mono text-xs">{line.raw}</pre>
      </div>
    </div>
  );
}

function Copied({ text, what }: { text: string | null; what: string }): ReactNode {
  if (text === null) return "—";
  return (
    <span className="inline-flex items-center gap-1">
      {text}
      <CopyButton text={text} what={what} />
    </span>
  );
}
