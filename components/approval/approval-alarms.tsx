import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import type { ApprovalAlarmDto } from "@/contracts/approval-alarms";

const SECONDS_AN_HOUR = 3_600;

/** What should be looked at in how people approve: who, what, since when, and the requests themselves. */
export function ApprovalAlarms({ alarms }: { alarms: readonly ApprovalAlarmDto[] }) {
  return (
    <>
      {alarms.map((alarm) => (
        <ApprovalAlarm key={`${alarm.kind} ${alarm.checker} ${alarm.maker}`} alarm={alarm} />
      ))}
    </>
  );
}

function ApprovalAlarm({ alarm }: { alarm: ApprovalAlarmDto }) {
  const t = useTranslations("home.approvalAlarm");
  const { kind, checker, maker, count, total, limit, approvals, at } = alarm;
  const hours = Math.round(limit / SECONDS_AN_HOUR);
  const values = { checker, maker: maker ?? "", count, total, limit, hours };
  return (
    <Alert tone={kind === "UNREVIEWED" ? "danger" : "warning"} title={t(`${kind}.title`, values)}>
      <p>{t(`${kind}.text`, values)}</p>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        {approvals.map((approvalNo) => (
          <ObjectLink key={approvalNo} kind="approval" no={approvalNo} />
        ))}
        {count > approvals.length ? <span>{t("more", { count: count - approvals.length })}</span> : null}
        <span className="text-muted text-xs">
          {t("newest")} <DateTime at={at} />
        </span>
      </p>
    </Alert>
  );
}
