"use client";

import { useTranslations } from "next-intl";
import { DAY_TONES } from "@/components/bank/bank-look";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { DataTable } from "@/components/ui/data-table";
import { KeyValueList } from "@/components/ui/key-value-list";
import { PeekPanel } from "@/components/ui/peek-panel";
import type { RemittanceDto } from "@/contracts/bank-views";
import { MatchByHand } from "./match-by-hand";

type RemittancePanelProps = {
  day: RemittanceDto | null;
  match: ServerCommand<{ matchNo: string }> | null;
  onClose: () => void;
  onMatched: () => void;
};

/** One day of a channel: what it comes to, the lines that stand for it, and matching by hand where it is open. */
export function RemittancePanel({ day, match, onClose, onMatched }: RemittancePanelProps) {
  const t = useTranslations("bank");
  return (
    <PeekPanel
      open={day !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={day ? `${day.channelName} · ${day.settlesOn}` : ""}
      keepFocus
      width="lg"
    >
      {day ? (
        <div className="flex flex-col gap-4">
          <Alert tone={DAY_TONES[day.state]} title={t(`dayState.${day.state}`)}>
            {t(`dayText.${day.state}`, { due: day.dueOn })}
          </Alert>
          <DayFacts day={day} />
          <Lines day={day} />
          {match && day.openMinor !== "0" ? (
            <MatchByHand key={day.id} day={day} match={match} onMatched={onMatched} />
          ) : null}
        </div>
      ) : null}
    </PeekPanel>
  );
}

function DayFacts({ day }: { day: RemittanceDto }) {
  const t = useTranslations("bank");
  const amount = (minor: string) => <Amount amountMinor={minor} asset={day.asset} showAsset />;
  return (
    <KeyValueList
      items={[
        { key: "net", label: t("remittances.net"), value: amount(day.netMinor) },
        { key: "received", label: t("remittances.received"), value: amount(day.receivedMinor) },
        { key: "open", label: t("remittances.open"), value: amount(day.openMinor) },
        { key: "booked", label: t("remittances.booked"), value: amount(day.bookedMinor) },
        { key: "due", label: t("remittances.dueOn"), value: day.dueOn },
        { key: "account", label: t("account.code"), value: day.bankAccount },
        {
          key: "statement",
          label: t("remittances.statement"),
          value: <ObjectLink kind="statement" no={day.statementNo} />,
        },
      ]}
    />
  );
}

function Lines({ day }: { day: RemittanceDto }) {
  const t = useTranslations("bank");
  if (day.lines.length === 0) return null;
  return (
    <DataTable
      caption={t("remittances.lines")}
      showCaption
      rows={day.lines}
      rowKey={(line) => line.lineId}
      columns={[
        { key: "on", header: t("lines.bookedOn"), cell: (line) => line.bookedOn },
        {
          key: "amount",
          header: t("lines.amount"),
          align: "end",
          cell: (line) => <Amount amountMinor={line.signedMinor} asset={day.asset} />,
        },
        { key: "from", header: t("lines.counterparty"), cell: (line) => line.counterpartyName ?? "—" },
        { key: "match", header: t("remittances.match"), cell: (line) => line.matchNo ?? t("remittances.unmatched") },
      ]}
    />
  );
}
