import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { EntriesGrid } from "@/components/voucher/entries-grid";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { findBalanceAt, parsePoint } from "@/server/queries/find-balance-at";
import { findAccount } from "@/server/queries/list-accounts";
import { listBalanceDays } from "@/server/queries/list-balance-days";
import { listWaitingEntries } from "@/server/queries/list-entries";
import { AccountFacts } from "./_components/account-facts";
import { AccountTabs } from "./_components/account-tabs";
import { BalanceAt } from "./_components/balance-at";
import { BalanceChart } from "./_components/balance-chart";
import { HoldsGrid } from "./_components/holds-grid";
import { WaitingEntries } from "./_components/waiting-entries";

type Search = Partial<Record<"at" | "time" | "tab", string | string[]>>;
type Props = { params: Promise<{ no: string }>; searchParams: Promise<Search> };

const DAYS_DRAWN = 30;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).no) };
}

export default async function AccountPage({ params, searchParams }: Props) {
  const actor = await requirePermission("ledger.view");
  const account = await findAccount(actor, decodeURIComponent((await params).no));
  if (!account) notFound();
  const { accountNo } = account;
  const [t, { at, time, tab }] = [await getTranslations("ledger"), await searchParams];
  const asked = typeof at === "string" && at !== "" ? parsePoint(at, typeof time === "string" ? time : null) : null;
  const [balance, days, waiting] = await Promise.all([
    asked ? findBalanceAt(accountNo, asked) : null,
    listBalanceDays(accountNo, accountingToday(), DAYS_DRAWN),
    account.isBuffered || account.pendingMinor !== "0" ? listWaitingEntries(actor, accountNo) : [],
  ]);
  const isHolds = tab === "holds";
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("title"), href: "/ledger" },
          { label: t("tabs.accounts"), href: `/ledger/accounts?subject=${account.glCode}` },
          { label: accountNo },
        ]}
        title={accountNo}
        badge={
          <>
            <CopyButton text={accountNo} what={t("accounts.no")} />
            {account.isBuffered ? <Badge tone="info">{t("account.buffered")}</Badge> : null}
          </>
        }
      />
      <AccountFacts account={account} />
      <div className="grid items-start gap-section xl:grid-cols-[minmax(0,1fr)_22rem]">
        <BalanceChart accountNo={accountNo} asset={account.asset} days={days} />
        <BalanceAt asset={account.asset} balance={balance} isWrong={Boolean(at) && asked === null} />
      </div>
      <div className="flex flex-col gap-3" id="entries">
        <AccountTabs accountNo={accountNo} current={isHolds ? "holds" : "entries"} />
        {isHolds ? (
          <HoldsGrid accountNo={accountNo} />
        ) : (
          <>
            <WaitingEntries entries={waiting} pendingMinor={account.pendingMinor} asset={account.asset} />
            <EntriesGrid accountNo={accountNo} />
          </>
        )}
      </div>
    </PageBody>
  );
}
