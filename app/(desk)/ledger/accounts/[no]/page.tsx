import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { EntriesGrid } from "@/components/voucher/entries-grid";
import type { AccountDto } from "@/contracts/ledger-views";
import { accountingToday } from "@/server/accounting-today";
import { mayAdjust } from "@/server/adjustments/may-adjust";
import { requirePermission } from "@/server/auth/actor";
import { findBalanceAt, parsePoint } from "@/server/queries/find-balance-at";
import { findAccount } from "@/server/queries/list-accounts";
import { listBalanceDays } from "@/server/queries/list-balance-days";
import { listWaitingEntries } from "@/server/queries/list-entries";
import { AccountFacts } from "./_components/account-facts";
import { ACCOUNT_TABS, AccountTabs } from "./_components/account-tabs";
import { BalanceAt } from "./_components/balance-at";
import { BalanceChart } from "./_components/balance-chart";
import { HoldsGrid } from "./_components/holds-grid";
import { WaitingEntries } from "./_components/waiting-entries";

const DAYS_DRAWN = 30;

type Search = Partial<Record<"at" | "time" | "tab", string | string[]>>;
type Props = { params: Promise<{ no: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).no) };
}

export default async function AccountPage({ params, searchParams }: Props) {
  const actor = await requirePermission("ledger.view");
  const account = await findAccount(actor, decodeURIComponent((await params).no));
  if (!account) notFound();
  const { accountNo } = account;
  const [t, search] = [await getTranslations("ledger"), await searchParams];
  const adjustments = await getTranslations("adjustments");
  const tab = ACCOUNT_TABS.find((one) => one === search.tab) ?? (search.at ? "balance" : "entries");
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
        actions={
          mayAdjust(actor, account.glCode) ? (
            <ButtonLink href={`/ledger/adjustments/new?${new URLSearchParams({ account: accountNo })}`}>
              {adjustments("start")}
            </ButtonLink>
          ) : null
        }
      />
      <AccountFacts account={account} />
      <AccountTabs accountNo={accountNo} current={tab} />
      {tab === "holds" ? <HoldsGrid accountNo={accountNo} /> : null}
      {tab === "balance" ? <BalanceTab account={account} search={search} /> : null}
      {tab === "entries" ? (
        <>
          <WaitingEntries
            entries={account.pendingMinor === "0" ? [] : await listWaitingEntries(actor, accountNo)}
            pendingMinor={account.pendingMinor}
            asset={account.asset}
          />
          <EntriesGrid accountNo={accountNo} />
        </>
      ) : null}
    </PageBody>
  );
}

/** The reader may see the account; its balances follow. */
async function BalanceTab({ account, search: { at, time } }: { account: AccountDto; search: Search }) {
  const asked = typeof at === "string" && at !== "" ? parsePoint(at, typeof time === "string" ? time : null) : null;
  const [balance, days] = await Promise.all([
    asked ? findBalanceAt(account.accountNo, asked) : null,
    listBalanceDays(account.accountNo, accountingToday(), DAYS_DRAWN),
  ]);
  return (
    <div className="grid items-start gap-section xl:grid-cols-[minmax(0,1fr)_22rem]">
      <BalanceChart accountNo={account.accountNo} asset={account.asset} days={days} />
      <BalanceAt asset={account.asset} balance={balance} isWrong={Boolean(at) && asked === null} />
    </div>
  );
}
