"use client";

import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import type { ServerCommand } from "@/components/refusal/use-command";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { PayeeAccountDto, WaitingRequestDto } from "@/contracts/administration";
import type { MerchantDto } from "@/contracts/merchant-views";
import { AddPayeeDialog } from "./add-payee-dialog";
import { ClosePayeeDialog } from "./close-payee-dialog";

export type PayeeActions = {
  readonly add: ServerCommand<{ accountRef: string; approvalNo: string }>;
  readonly close: ServerCommand<{ accountRef: string; approvalNo: string }>;
};

const TONES: Record<PayeeAccountDto["state"], Tone> = {
  PAID_TO: "success",
  OPEN: "neutral",
  COOLING: "warning",
  CLOSED: "neutral",
};

type PayeeAccountsProps = {
  merchant: MerchantDto;
  accounts: readonly PayeeAccountDto[];
  waiting: readonly WaitingRequestDto[];
  /** Null for who may only look. */
  actions: PayeeActions | null;
  coolDownHours: number;
};

/** Where the merchant's money may be sent, and what of it waits for a checker. */
export function PayeeAccounts({ merchant, accounts, waiting, actions, coolDownHours }: PayeeAccountsProps) {
  const t = useTranslations("merchants");
  const waitingFor = (accountRef: string) => waiting.find(({ objectNo }) => objectNo === accountRef);
  const added = waiting.filter(({ objectNo }) => !accounts.some(({ accountRef }) => accountRef === objectNo));
  return (
    <Section
      title={t("payees.title")}
      description={t("payees.description")}
      actions={actions ? <AddPayeeDialog merchant={merchant} add={actions.add} coolDownHours={coolDownHours} /> : null}
      flush={accounts.length > 0}
    >
      {accounts.length === 0 ? <p className="text-muted text-sm">{t("payees.none")}</p> : null}
      {accounts.length > 0 ? (
        <DataTable
          caption={t("payees.title")}
          rows={accounts}
          rowKey={(account) => account.accountRef}
          columns={[
            {
              key: "no",
              header: t("payees.column.no"),
              cell: ({ maskedNo }) => <span className="tabular">{maskedNo}</span>,
              rowHeader: true,
            },
            { key: "holder", header: t("payees.column.holder"), cell: ({ holder }) => holder },
            { key: "bank", header: t("payees.column.bank"), cell: ({ bank }) => bank },
            { key: "asset", header: t("payees.column.asset"), cell: ({ asset }) => asset },
            {
              key: "state",
              header: t("payees.column.state"),
              cell: ({ state }) => <StatusBadge tone={TONES[state]}>{t(`payees.state.${state}`)}</StatusBadge>,
            },
            { key: "from", header: t("payees.column.from"), cell: ({ payableFrom }) => <DateTime at={payableFrom} /> },
            {
              key: "close",
              header: "",
              align: "end",
              cell: (account) => {
                const request = waitingFor(account.accountRef);
                if (request) return <ObjectLink kind="approval" no={request.approvalNo} />;
                return actions && account.closedAt === null ? (
                  <ClosePayeeDialog account={account} close={actions.close} />
                ) : null;
              },
            },
          ]}
        />
      ) : null}
      {added.length > 0 ? (
        <ul className="flex flex-col gap-1 p-card text-sm">
          {added.map(({ approvalNo, maker }) => (
            <li key={approvalNo}>
              {t.rich("payees.asked", {
                maker,
                no: () => <ObjectLink kind="approval" no={approvalNo} className="underline" />,
              })}
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}
