import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AttemptList } from "@/components/attempt/attempt-list";
import { Amount } from "@/components/money/amount";
import { LatePayments } from "@/components/payout/late-payments";
import { NextStep } from "@/components/payout/next-step";
import { PayoutFacts } from "@/components/payout/payout-facts";
import { PayoutStatusBadge } from "@/components/payout/payout-look";
import { PayoutStory } from "@/components/payout/payout-story";
import { RefundRequest } from "@/components/refund/refund-request";
import { RefundVouchers } from "@/components/refund/refund-vouchers";
import { CopyButton } from "@/components/ui/copy-button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getPayout } from "@/server/queries/get-payout";
import { withdrawApprovalAction } from "../../approvals/actions";
import { askChannelAction } from "../../money-out/actions";
import { dropPayoutAction, proposeLatePaymentAction, proposeRepayoutAction, putForwardPayoutAction } from "../actions";

type PayoutPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: PayoutPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).no) };
}

/** One payout: where its money is, its attempts, everything that happened, and what may be done next. */
export default async function PayoutPage({ params }: PayoutPageProps) {
  const actor = await requirePermission("payout.view");
  const t = await getTranslations("payouts");
  const payout = await getPayout(actor, decodeURIComponent((await params).no));
  if (!payout) notFound();
  const { payoutNo, status, asset, merchant, vouchers, request } = payout;
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/payouts" }, { label: payoutNo }]}
        title={<span className="break-all">{payoutNo}</span>}
        badge={
          <>
            <CopyButton text={payoutNo} what={t("column.no")} />
            <PayoutStatusBadge status={status} />
          </>
        }
        description={t.rich("detail.description", {
          amount: () => <Amount amountMinor={payout.amountMinor} asset={asset} showAsset />,
          merchant: merchant.name,
        })}
      />
      <LatePayments payout={payout} propose={proposeLatePaymentAction} />
      <NextStep
        payout={payout}
        propose={proposeRepayoutAction}
        putForward={putForwardPayoutAction}
        drop={dropPayoutAction}
      />
      {request ? (
        <RefundRequest request={request} withdraw={withdrawApprovalAction} isLinked={may(actor, "approval.view")} />
      ) : null}
      <div className="grid items-start gap-section xl:grid-cols-[minmax(0,1fr)_22rem]">
        <PayoutStory payout={payout} />
        <div className="max-xl:order-first">
          <PayoutFacts payout={payout} />
        </div>
      </div>
      <AttemptList attempts={payout.attempts} ask={may(actor, "money.inquire") ? askChannelAction : undefined} />
      {vouchers ? <RefundVouchers vouchers={vouchers} asset={asset} /> : null}
    </PageBody>
  );
}
