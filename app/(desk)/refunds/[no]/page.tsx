import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AttemptList } from "@/components/attempt/attempt-list";
import { Amount } from "@/components/money/amount";
import { RefundStatusBadge } from "@/components/order/order-status";
import { StoryTimeline } from "@/components/order/story-timeline";
import { RefundFacts } from "@/components/refund/refund-facts";
import { RefundParts } from "@/components/refund/refund-parts";
import { RefundRequest } from "@/components/refund/refund-request";
import { RefundVouchers } from "@/components/refund/refund-vouchers";
import { Section } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getRefund } from "@/server/queries/get-refund";
import { withdrawApprovalAction } from "../../approvals/actions";
import { askChannelAction } from "../../money-out/actions";

type RefundPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: RefundPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).no) };
}

/** One refund: what it gives back and to whom, its attempts, and everything that happened. */
export default async function RefundPage({ params }: RefundPageProps) {
  const actor = await requirePermission("refund.view");
  const t = await getTranslations("refunds");
  const refund = await getRefund(actor, decodeURIComponent((await params).no));
  if (!refund) notFound();
  const { refundNo, orderNo, origin, asset } = refund;
  const amount = () => <Amount amountMinor={refund.amountMinor} asset={asset} showAsset />;
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/refunds" }, { label: refundNo }]}
        title={<span className="break-all">{refundNo}</span>}
        badge={
          <>
            <CopyButton text={refundNo} what={t("column.no")} />
            <RefundStatusBadge status={refund.status} />
          </>
        }
        description={
          orderNo === null
            ? t.rich("detail.loneDescription", { amount })
            : t.rich("detail.description", { amount, orderNo })
        }
      />
      <div className="grid items-start gap-section xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-section">
          {refund.request ? (
            <RefundRequest
              request={refund.request}
              withdraw={withdrawApprovalAction}
              isLinked={may(actor, "approval.view")}
            />
          ) : null}
          <Section title={t("detail.story")}>
            <StoryTimeline events={refund.timeline} />
          </Section>
        </div>
        <div className="flex flex-col gap-section max-xl:order-first">
          <RefundFacts refund={refund} />
          {refund.parts.length > 0 ? <RefundParts parts={refund.parts} asset={asset} /> : null}
        </div>
      </div>
      {origin === "ARRIVAL" ? null : (
        <AttemptList attempts={refund.attempts} ask={may(actor, "money.inquire") ? askChannelAction : undefined} />
      )}
      {refund.vouchers ? <RefundVouchers vouchers={refund.vouchers} asset={asset} /> : null}
    </PageBody>
  );
}
