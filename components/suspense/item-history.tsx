import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import type { Tone } from "@/components/ui/badge";
import { Timeline } from "@/components/ui/timeline";
import type { HistoryEntryDto, HistoryKind } from "@/contracts/suspense-history";

const TONES: Record<HistoryKind, Tone> = {
  opened: "warning",
  routed: "neutral",
  claimed: "info",
  released: "neutral",
  releasedAway: "warning",
  releasedIdle: "warning",
  releasedGone: "warning",
  handedOver: "info",
  noteRead: "neutral",
  snoozed: "neutral",
  woken: "neutral",
  commented: "neutral",
  attached: "neutral",
  proposed: "info",
  signed: "info",
  executed: "success",
  rejected: "danger",
  withdrawn: "neutral",
  stale: "warning",
  expired: "warning",
  explained: "success",
  reopeningProposed: "warning",
  reopened: "warning",
  refused: "neutral",
};

/** What happened to an item, in plain words, oldest first. */
export function ItemHistory({ history }: { history: readonly HistoryEntryDto[] }) {
  const t = useTranslations("suspense");
  const shell = useTranslations("shell");
  return (
    <Timeline
      aria-label={t("history.title")}
      items={history.map((entry) => ({
        key: entry.key,
        title: t(`history.${entry.kind}`, {
          role: entry.asRole ? shell(`role.${entry.asRole}`) : "",
          about: entry.about ?? "",
        }),
        at: <DateTime at={entry.at} />,
        by: entry.by ?? t("history.system"),
        tone: TONES[entry.kind],
        detail: <HistoryDetail entry={entry} />,
      }))}
    />
  );
}

function HistoryDetail({ entry }: { entry: HistoryEntryDto }) {
  const { note, approvalNo, voucherNo } = entry;
  if (!note && !approvalNo && !voucherNo) return null;
  return (
    <>
      {note ? <p className="whitespace-pre-wrap break-words text-ink">{note}</p> : null}
      {approvalNo || voucherNo ? (
        <p className="flex flex-wrap gap-x-3 text-xs">
          {approvalNo ? <ObjectLink kind="approval" no={approvalNo} /> : null}
          {voucherNo ? <ObjectLink kind="voucher" no={voucherNo} /> : null}
        </p>
      ) : null}
    </>
  );
}
