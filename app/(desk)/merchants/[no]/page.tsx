import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AccountCards } from "@/components/merchant/account-cards";
import { RequestPayoutDialog } from "@/components/payout/request-payout-dialog";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { MERCHANT_ACCOUNTS } from "@/contracts/merchant-views";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getEnv } from "@/server/env";
import { findMerchant } from "@/server/queries/get-merchant";
import { listPayeeAccounts } from "@/server/queries/list-payee-accounts";
import { requestPayoutAction } from "../../payouts/actions";
import { MerchantFacts } from "./_components/merchant-facts";
import { chooseTab } from "./_components/merchant-tabs";
import { MerchantView } from "./_components/merchant-view";
import { PayeeAccounts } from "./_components/payee-accounts";
import { SettingsDialog } from "./_components/settings-dialog";
import { closeBankAccountAction, proposeBankAccountAction, proposeMerchantSettingsAction } from "./actions";

type Props = { params: Promise<{ no: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).no) };
}

export default async function MerchantPage({ params, searchParams }: Props) {
  const actor = await requirePermission("merchant.view");
  const merchant = await findMerchant(actor, decodeURIComponent((await params).no));
  if (!merchant) notFound();
  const t = await getTranslations("merchants");
  const query = await searchParams;
  const tab = chooseTab(actor.roles, query.tab);
  const isEditor = may(actor, "merchant.edit");
  const payees = await listPayeeAccounts(actor, merchant.merchantNo);
  const chosen = MERCHANT_ACCOUNTS.find((account) => account === query.account) ?? "PENDING";
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/merchants" }, { label: merchant.merchantNo }]}
        title={`${merchant.name} · ${merchant.merchantNo}`}
        badge={<CopyButton text={merchant.merchantNo} what={t("facts.no")} />}
        actions={
          <>
            {merchant.isTest ? <Badge tone="info">{t("test")}</Badge> : null}
            {may(actor, "payout.ask") ? (
              <RequestPayoutDialog merchantNo={merchant.merchantNo} request={requestPayoutAction} />
            ) : null}
            {isEditor ? <SettingsDialog merchant={merchant} propose={proposeMerchantSettingsAction} /> : null}
          </>
        }
      />
      <MerchantFacts merchant={merchant} />
      <PayeeAccounts
        merchant={merchant}
        accounts={payees.accounts}
        waiting={payees.waiting}
        actions={isEditor ? { add: proposeBankAccountAction, close: closeBankAccountAction } : null}
        coolDownHours={getEnv().DESK_PAYEE_COOL_DOWN_HOURS}
      />
      <AccountCards merchant={merchant} roles={actor.roles} chosen={tab === "entries" ? chosen : null} />
      <MerchantView actor={actor} merchant={merchant} tab={tab} account={chosen} />
    </PageBody>
  );
}
