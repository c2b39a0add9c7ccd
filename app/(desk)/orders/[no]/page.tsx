import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { OrderLegs } from "@/components/order/order-legs";
import { OrderRefunds } from "@/components/order/order-refunds";
import { StoryApprovals } from "@/components/order/story-approvals";
import { StoryItems } from "@/components/order/story-items";
import { StoryLines } from "@/components/order/story-lines";
import { StoryResults } from "@/components/order/story-results";
import { StoryTimeline } from "@/components/order/story-timeline";
import { OrderDisputes } from "@/components/refund/order-disputes";
import { Section } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { PageBody } from "@/components/ui/page-body";
import { StoryVouchers } from "@/components/voucher/story-vouchers";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { findOrderStory } from "@/server/queries/get-order-story";
import { listDisputes } from "@/server/queries/list-disputes";
import { closeDisputeAction } from "../actions";
import { OrderActs } from "./_components/order-acts";
import { OrderFacts } from "./_components/order-facts";
import { OrderHeader } from "./_components/order-header";
import { PayerAnswer } from "./_components/payer-answer";
import { writePayerAnswers } from "./_components/payer-answer-texts";

type Props = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).no) };
}

/** Whatever number leads here, its order's own address is where the reader ends. */
export default async function OrderPage({ params }: Props) {
  const actor = await requirePermission("order.view");
  const no = decodeURIComponent((await params).no);
  const found = await findOrderStory(actor, no);
  if (!found) notFound();
  if (found.found === "moved") redirect(`/orders/${encodeURIComponent(found.orderNo)}`);
  if (found.found === "several") redirect(`/search?q=${encodeURIComponent(no)}`);
  const { story } = found;
  const t = await getTranslations("orders");
  return (
    <PageBody>
      <OrderHeader story={story} actions={<OrderActs actor={actor} story={story} />} />
      <div className={cn("grid items-start gap-section", story.order && "xl:grid-cols-[minmax(0,1fr)_22rem]")}>
        <div className="flex min-w-0 flex-col gap-section">
          <Section title={t("story.title")}>
            <StoryTimeline events={story.timeline} />
          </Section>
          {story.order ? <OrderLegs order={story.order} legs={story.legs} /> : null}
        </div>
        {story.order ? (
          <div className="flex flex-col gap-section">
            <PayerAnswer answers={await writePayerAnswers(story)} />
            <OrderFacts order={story.order} />
          </div>
        ) : null}
      </div>
      <OrderRefunds refunds={story.refunds} />
      {story.order ? (
        <OrderDisputes
          disputes={await listDisputes(story.order.orderNo)}
          close={may(actor, "dispute.note") ? closeDisputeAction : undefined}
        />
      ) : null}
      {story.lines ? <StoryLines lines={story.lines} /> : null}
      {story.results ? <StoryResults results={story.results} /> : null}
      {story.items ? <StoryItems items={story.items} /> : null}
      {story.approvals ? <StoryApprovals approvals={story.approvals} /> : null}
      {story.vouchers ? <StoryVouchers vouchers={story.vouchers} /> : null}
    </PageBody>
  );
}
