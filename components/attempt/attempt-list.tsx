import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import type { ServerCommand } from "@/components/refusal/use-command";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { AttemptDto } from "@/contracts/attempt-views";
import { AskChannel } from "./ask-channel";
import { ATTEMPT_TONES } from "./attempt-look";

type AttemptListProps = {
  attempts: readonly AttemptDto[];
  /** Has a channel asked at once about an attempt in doubt; absent where the reader may not. */
  ask?: ServerCommand<unknown> | undefined;
};

/** The attempts to have something paid, each with how often it was sent and asked about. */
export function AttemptList({ attempts, ask }: AttemptListProps) {
  const t = useTranslations("attempts");
  const enums = useTranslations("enums");
  return (
    <Section title={t("title")} description={t("text")} flush>
      <DataTable
        caption={t("title")}
        rows={attempts}
        rowKey={(attempt) => attempt.outNo}
        empty={<EmptyState kind="nothing-yet" title={t("none")} description={t("noneText")} />}
        columns={[
          {
            key: "outNo",
            header: t("outNo"),
            rowHeader: true,
            cell: ({ outNo }) => (
              <span className="inline-flex items-center gap-1 break-all">
                {outNo}
                <CopyButton text={outNo} what={t("outNo")} />
              </span>
            ),
          },
          {
            key: "status",
            header: t("status"),
            cell: (attempt) => <AttemptState attempt={attempt} ask={ask} />,
          },
          { key: "channel", header: t("channel"), cell: ({ channel }) => channel.name, className: "whitespace-nowrap" },
          {
            key: "operation",
            header: t("operation"),
            cell: ({ operation }) => enums(`attemptOperation.${operation}`),
            className: "whitespace-nowrap",
          },
          {
            key: "amount",
            header: t("amount"),
            align: "end",
            cell: ({ amountMinor, asset }) => <Amount amountMinor={amountMinor} asset={asset} showAsset />,
          },
          {
            key: "sends",
            header: t("sends"),
            align: "end",
            cell: ({ sends }) => sends,
            className: "whitespace-nowrap",
          },
          {
            key: "inquiries",
            header: t("inquiries"),
            align: "end",
            cell: ({ inquiries }) => inquiries,
            className: "whitespace-nowrap",
          },
          {
            key: "ended",
            header: t("ended"),
            cell: ({ finishedAt }) => (finishedAt === null ? "—" : <DateTime at={finishedAt} seconds />),
          },
        ]}
      />
    </Section>
  );
}

function AttemptState({ attempt, ask }: { attempt: AttemptDto; ask: AttemptListProps["ask"] }) {
  const t = useTranslations("attempts");
  const enums = useTranslations("enums");
  const { outNo, status, code, message, nextInquiryAt, availableAt } = attempt;
  const isOpen = status === "IN_DOUBT" || status === "PROCESSING";
  return (
    <span className="flex flex-col items-start gap-1">
      <StatusBadge tone={ATTEMPT_TONES[status]}>{enums(`attemptStatus.${status}`)}</StatusBadge>
      {code ? <span className="text-muted text-xs">{message ? `${code}: ${message}` : code}</span> : null}
      {status === "WAITING" ? (
        <span className="text-muted text-xs">
          {t("from")} <DateTime at={availableAt} seconds />
        </span>
      ) : null}
      {isOpen && nextInquiryAt ? (
        <span className="text-muted text-xs">{t.rich("next", { at: () => <DateTime at={nextInquiryAt} /> })}</span>
      ) : null}
      {isOpen && ask ? <AskChannel outNo={outNo} ask={ask} /> : null}
    </span>
  );
}
