import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime, Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Timeline } from "@/components/ui/timeline";
import { useEventName } from "@/components/voucher/use-event-name";
import type { StoryEventDto } from "@/contracts/order-views";
import { formatAmount } from "@/core/money/format-money";

type Enums = ReturnType<typeof useTranslations<"enums">>;
type Orders = ReturnType<typeof useTranslations<"orders">>;

/** An order's story in plain words, the oldest first. */
export function StoryTimeline({ events }: { events: readonly StoryEventDto[] }) {
  const t = useTranslations("orders");
  const shell = useTranslations("shell");
  const enums = useTranslations("enums");
  const locale = useLocale();
  const eventName = useEventName();
  const items = events.map((event) => {
    const amount = event.amount
      ? `${formatAmount(BigInt(event.amount.amountMinor), event.amount.asset, locale)} ${event.amount.asset}`
      : "";
    const words = { amount, eventName, roleName: (role: string) => shell(`role.${role}`) };
    return {
      key: event.key,
      title: tellTitle(t, enums, event, words),
      at: event.at ? <DateTime at={event.at} /> : <Day on={event.on ?? ""} />,
      by: event.by,
      detail: <StoryDetail event={event} />,
      tone: event.tone,
    };
  });
  return <Timeline aria-label={t("story.title")} items={items} />;
}

type Words = { amount: string; eventName: (event: string) => string; roleName: (role: string) => string };

function tellTitle(t: Orders, enums: Enums, { event, values, amount }: StoryEventDto, words: Words): string {
  const kind = values.itemKind ? enums(`itemKind.${values.itemKind}`) : "";
  switch (event) {
    case "listed":
      return t("story.listed", {
        channel: values.channel ?? "",
        day: values.settlesOn ?? "",
        kind,
        amount: words.amount,
        status: enums(`lineStatus.${values.status}`),
      });
    case "compared":
      return t(amount ? "story.comparedDelta" : "story.compared", {
        kind,
        outcome: enums(`outcome.${values.outcome}`),
        amount: words.amount,
      });
    case "itemOpened":
      return t("story.itemOpened", { kind: enums(`outcome.${values.kind}`), amount: words.amount });
    case "itemResolved":
      return t("story.itemResolved", { resolution: enums(`resolution.${values.resolution}`) });
    case "approvalGranted":
    case "approvalRejected":
      return t(`story.${event}`, { role: words.roleName(values.role ?? "") });
    case "voucherPosted":
      return t("story.voucherPosted", { event: words.eventName(values.event ?? "") });
    case "refundSent":
      return t("story.refundSent", {
        no: values.refundNo ?? "",
        channel: values.channel ?? "",
        amount: words.amount,
      });
    case "refundAnswered":
      return t("story.refundAnswered", {
        source: enums(`answerSource.${values.source}`),
        channel: values.channel ?? "",
        answer: enums(`answerKind.${values.kind}`),
        code: values.code ? ` (${values.code})` : "",
      });
    case "refundAsked":
    case "refundRefused":
    case "refundAccepted":
    case "refundSucceeded":
    case "refundFailed":
    case "refundUnknown":
      return t(`story.${event}`, { no: values.refundNo ?? "", amount: words.amount });
    case "paid":
      return t("story.paid", { channel: values.channel ?? "", amount: words.amount });
    case "ordered":
    case "paidByCoupons":
    case "approvalAsked":
      return t(`story.${event}`, { amount: words.amount });
    case "itemExplained":
    case "commented":
      return t(`story.${event}`);
  }
}

/** The numbers behind an event, each leading to its page. */
function StoryDetail({ event }: { event: StoryEventDto }) {
  const t = useTranslations("orders");
  const enums = useTranslations("enums");
  const { values, note, voucherNo } = event;
  const statuses = values.statuses?.split(",").map((status) => enums(`orderStatus.${status}`));
  return (
    <>
      {note ? <p className="whitespace-pre-line text-ink">{note}</p> : null}
      <p className="flex flex-wrap gap-x-3">
        {statuses ? <span>{t("detail.statuses", { statuses: statuses.join(" → ") })}</span> : null}
        {values.tradeNo ? <span>{t("detail.tradeNo", { no: values.tradeNo })}</span> : null}
        {values.channelRefundNo ? <span>{t("detail.channelRefundNo", { no: values.channelRefundNo })}</span> : null}
        <Named kind="statement" no={values.statementNo} />
        {values.lineNo ? <span>{t("detail.line", { line: values.lineNo })}</span> : null}
        {values.isSuperseded === "true" ? <span>{t("detail.superseded")}</span> : null}
        <Named kind="batch" no={values.batchNo} />
        <Named kind="approval" no={values.approvalNo} />
        <Named kind="suspense" no={values.itemNo} />
        <Named kind="voucher" no={voucherNo ?? undefined} />
      </p>
    </>
  );
}

function Named({ kind, no }: { kind: string; no: string | undefined }): ReactNode {
  const enums = useTranslations("enums");
  if (!no) return null;
  return (
    <span>
      {enums(`objectType.${kind}`)} <ObjectLink kind={kind} no={no} />
    </span>
  );
}
