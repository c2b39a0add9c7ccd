import { getTranslations } from "next-intl/server";
import { BUSINESS_TIME_ZONE, LOCALES, type Locale } from "@/app/_i18n/locales";
import { formatInstant } from "@/components/money/format-date";
import type { OrderDto, OrderStoryDto, RefundDto } from "@/contracts/order-views";
import { formatAmount } from "@/core/money/format-money";

export type PayerAnswerText = { readonly locale: Locale; readonly sentences: readonly string[] };

/** The answer in every language of the desk: payers need not speak the reader's. */
export async function writePayerAnswers(story: OrderStoryDto): Promise<PayerAnswerText[]> {
  const { order } = story;
  if (!order) return [];
  return Promise.all(LOCALES.map(async (locale) => ({ locale, sentences: await writeAnswer(story, order, locale) })));
}

async function writeAnswer(story: OrderStoryDto, order: OrderDto, locale: Locale): Promise<string[]> {
  const t = await getTranslations({ locale, namespace: "orders" });
  const unnamed = t("unnamed");
  return story.answer.map(({ code, refundNo }) => {
    const refund = story.refunds.find((one) => one.refundNo === refundNo);
    return t(`sentence.${code}`, {
      orderNo: order.orderNo,
      merchant: order.merchantName,
      channel: order.channelName ?? unnamed,
      tradeNo: order.channelTradeNo ?? unnamed,
      time: order.paidAt ? formatInstant(order.paidAt, { zone: BUSINESS_TIME_ZONE }) : unnamed,
      amount: money(order.paidMinor, order.asset, locale),
      ...refundWords(refund, locale, unnamed),
    });
  });
}

function refundWords(refund: RefundDto | undefined, locale: Locale, unnamed: string): Record<string, string> {
  if (!refund) return {};
  return {
    refundNo: refund.refundNo,
    cash: money(refund.channelMinor, refund.asset, locale),
    channelRefundNo: refund.channelRefundNo ?? unnamed,
    refundTime: refund.succeededAt ? formatInstant(refund.succeededAt, { zone: BUSINESS_TIME_ZONE }) : unnamed,
  };
}

function money(amountMinor: string, asset: string, locale: Locale): string {
  const figure = formatAmount(BigInt(amountMinor), asset, locale);
  return asset === "CNY" ? `¥${figure}` : `${figure} ${asset}`;
}
