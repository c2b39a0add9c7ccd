import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import type { Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { Timeline, type TimelineItem } from "@/components/ui/timeline";
import type { PayoutDetailDto, PayoutEventDto } from "@/contracts/payout-views";

/** Every entry that the trail may have about a payout, and how it looks. Another one is shown by its own name. */
const STORY: Readonly<Record<string, Tone>> = {
  "payout.requested": "warning",
  "payout.put_forward": "info",
  "payout.refused": "neutral",
  "payout.accepted": "info",
  "payout.doubted": "danger",
  "payout.known": "info",
  "payout.failed": "danger",
  "payout.succeeded": "success",
  "payout.bounced": "danger",
  "payout.returned": "neutral",
  "payout.attempted_again": "info",
  "payout.late_booked": "success",
  "payout.late_charged": "info",
  "repayout.proposed": "warning",
  "late_payment.proposed": "warning",
  "money.case_opened": "danger",
  "money.asked": "info",
};

/** What happened to a payout in plain words, with what its channel said in between; in the order in which it happened. */
export function PayoutStory({ payout }: { payout: PayoutDetailDto }) {
  const t = useTranslations("payouts");
  const enums = useTranslations("enums");
  const said = payout.attempts.flatMap(({ outNo, channel, answers }) =>
    answers.map((answer): [string, TimelineItem] => [
      answer.at,
      {
        key: `answer ${answer.key}`,
        title: t("story.answer", { channel: channel.name, said: enums(`answerKind.${answer.kind}`) }),
        at: <DateTime at={answer.at} seconds />,
        by: enums(`answerSource.${answer.source}`),
        detail: <Said outNo={outNo} text={[answer.code, answer.message].filter(Boolean).join(" · ")} />,
      },
    ]),
  );
  const told = payout.events.map((event): [string, TimelineItem] => [event.at, toItem(event)]);
  const items = [...told, ...said].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item);

  function toItem(event: PayoutEventDto): TimelineItem {
    const { key, at, by, action } = event;
    const tone = STORY[action];
    return {
      key,
      title: tone === undefined ? action : t(`story.${action.replace(".", "_")}`),
      at: <DateTime at={at} seconds />,
      by: by ?? t("detail.system"),
      detail: <Detail event={event} />,
      tone,
    };
  }

  return (
    <Section title={t("detail.story")}>
      <Timeline items={items} aria-label={t("detail.story")} />
    </Section>
  );
}

function Detail({ event: { outNo, voucherNo, approvalNo, said } }: { event: PayoutEventDto }) {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {approvalNo ? <ObjectLink kind="approval" no={approvalNo} className="underline" /> : null}
      {voucherNo ? <ObjectLink kind="voucher" no={voucherNo} className="underline" /> : null}
      {outNo || said ? <Said outNo={outNo} text={said} /> : null}
    </span>
  );
}

function Said({ outNo, text }: { outNo: string | null; text: string }) {
  return (
    <>
      {outNo ? <span className="tabular break-all text-xs">{outNo}</span> : null} {text ? <span>{text}</span> : null}
    </>
  );
}
