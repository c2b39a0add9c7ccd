"use client";

import { useTranslations } from "next-intl";
import { ChannelName } from "@/components/channel/channel-names";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import type { ServerCommand } from "@/components/refusal/use-command";
import { StatusBadge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { notify } from "@/components/ui/toast";
import type { MoneyCaseDto } from "@/contracts/money-out";
import { ReasonDialog } from "./reason-dialog";

type Close = ServerCommand<unknown> | null;
/** `settles`: the reader sees the pages of payouts, on which a payment that came late is put right. */
type CasesTableProps = { cases: readonly MoneyCaseDto[]; onlyOpen: boolean; settles: boolean; close: Close };

/** What channels said that does not fit, and what nobody answered: each is a person's, until it is closed with a note. */
export function CasesTable({ cases, onlyOpen, settles, close }: CasesTableProps) {
  const t = useTranslations("money-out");
  return (
    <Section
      title={t(onlyOpen ? "cases.openTitle" : "cases.title")}
      description={t("cases.text")}
      actions={
        <ButtonLink size="sm" variant="ghost" href={onlyOpen ? "/money-out" : "/money-out?cases=open"}>
          {t(onlyOpen ? "cases.showAll" : "cases.showOpen")}
        </ButtonLink>
      }
      flush
    >
      {cases.length === 0 ? (
        <EmptyState kind="all-done" title={t("cases.empty")} />
      ) : (
        <DataTable
          caption={t("cases.title")}
          rows={cases}
          rowKey={(row) => row.caseNo}
          columns={[
            { key: "no", header: t("cases.no"), rowHeader: true, cell: (row) => <CaseName row={row} /> },
            { key: "about", header: t("cases.about"), cell: (row) => <CaseObject row={row} /> },
            { key: "channel", header: t("flows.channel"), cell: (row) => <ChannelName code={row.channel} /> },
            {
              key: "amount",
              header: t("cases.amount"),
              align: "end",
              cell: (row) => <Amount amountMinor={row.amountMinor} asset={row.asset} showAsset />,
            },
            { key: "opened", header: t("cases.opened"), cell: (row) => <DateTime at={row.openedAt} /> },
            {
              key: "state",
              header: t("cases.state"),
              cell: (row) => <CaseState row={row} settles={settles} close={close} />,
            },
          ]}
        />
      )}
    </Section>
  );
}

function CaseName({ row: { caseNo, kind } }: { row: MoneyCaseDto }) {
  const t = useTranslations("money-out");
  return (
    <span className="flex flex-col">
      <span className="tabular">{caseNo}</span>
      <span className="font-normal text-muted text-xs">{t(`case.${kind}`)}</span>
    </span>
  );
}

function CaseObject({ row: { objectKind, objectNo, outNo } }: { row: MoneyCaseDto }) {
  return (
    <span className="flex flex-col">
      {objectKind && objectNo ? <ObjectLink kind={objectKind.toLowerCase()} no={objectNo} /> : null}
      <span className="tabular text-muted text-xs">{outNo}</span>
    </span>
  );
}

function isLatePayout({ kind, objectKind }: MoneyCaseDto): boolean {
  return objectKind === "PAYOUT" && (kind === "LATE_SUCCESS" || kind === "PAID_TWICE");
}

function CaseState({ row, settles, close }: { row: MoneyCaseDto; settles: boolean; close: Close }) {
  const t = useTranslations("money-out");
  if (row.status === "CLOSED") {
    return (
      <span className="flex flex-col items-start gap-0.5">
        <StatusBadge tone="neutral">{t("cases.closedBy", { name: row.closedBy ?? "" })}</StatusBadge>
        <span className="max-w-80 text-muted text-xs">{row.note}</span>
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-2">
      <StatusBadge tone="warning">{t("cases.open")}</StatusBadge>
      {settles && isLatePayout(row) ? (
        <ButtonLink size="sm" href={`/payouts/${row.objectNo}`}>
          {t("cases.settle")}
        </ButtonLink>
      ) : null}
      {close ? (
        <ReasonDialog
          trigger={<Button size="sm">{t("cases.close")}</Button>}
          title={t("cases.closeTitle", { caseNo: row.caseNo })}
          description={t(`caseHelp.${row.kind}`)}
          label={t("cases.note")}
          missing={t("reasonMissing")}
          submit={t("cases.close")}
          command={close}
          toInput={(note) => ({ caseNo: row.caseNo, expectedVersion: row.version, note })}
          onDone={() => notify.success(t("cases.closed", { caseNo: row.caseNo }))}
        />
      ) : null}
    </span>
  );
}
