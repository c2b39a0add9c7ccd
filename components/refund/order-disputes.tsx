import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import type { ServerCommand } from "@/components/refusal/use-command";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { DisputeDto } from "@/contracts/order-views";
import { CloseDisputeDialog } from "./close-dispute-dialog";

const TONES = { OPEN: "warning", WON: "success", LOST: "danger" } as const satisfies Record<DisputeDto["status"], Tone>;

type OrderDisputesProps = { disputes: readonly DisputeDto[]; close?: ServerCommand<unknown> | undefined };

/** What the payer disputes with the channel; nothing where there is none. */
export function OrderDisputes({ disputes, close }: OrderDisputesProps) {
  const t = useTranslations("refunds");
  if (disputes.length === 0) return null;
  return (
    <Section title={t("dispute.title")} description={t("dispute.text")} flush>
      <DataTable
        caption={t("dispute.title")}
        rows={disputes}
        rowKey={(dispute) => dispute.disputeNo}
        columns={[
          { key: "no", header: t("dispute.no"), cell: ({ disputeNo }) => disputeNo, rowHeader: true },
          { key: "case", header: t("dispute.caseNo"), cell: ({ channelCaseNo }) => channelCaseNo ?? "—" },
          {
            key: "status",
            header: t("dispute.status"),
            cell: (dispute) => (
              <span className="inline-flex items-center gap-2">
                <StatusBadge tone={TONES[dispute.status]}>{t(`dispute.state.${dispute.status}`)}</StatusBadge>
                {dispute.status === "OPEN" && close ? <CloseDisputeDialog dispute={dispute} close={close} /> : null}
              </span>
            ),
          },
          {
            key: "amount",
            header: t("dispute.amount"),
            align: "end",
            cell: ({ amountMinor, asset }) => <Amount amountMinor={amountMinor} asset={asset} showAsset />,
          },
          { key: "noted", header: t("dispute.noted"), cell: ({ notedAt }) => <DateTime at={notedAt} /> },
          { key: "by", header: t("dispute.by"), cell: ({ notedBy }) => notedBy ?? "—" },
          { key: "reason", header: t("dispute.reason"), cell: ({ reason, closeReason }) => closeReason ?? reason },
        ]}
      />
    </Section>
  );
}
