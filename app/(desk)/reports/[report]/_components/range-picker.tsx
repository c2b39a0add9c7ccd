import { useLocale, useTranslations } from "next-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ReportName } from "@/contracts/report-views";

type RangePickerProps = { report: ReportName; from: string; to: string; channel: string | null };

/** Which days: a form that needs no script; and the same figures as files. */
export function RangePicker({ report, from, to, channel }: RangePickerProps) {
  const t = useTranslations("reports");
  const locale = useLocale();
  const chosen = { from, to, ...(channel ? { channel } : {}) };
  const file = (format: string) => `/api/reports/${report}?${new URLSearchParams({ ...chosen, format, locale })}`;
  return (
    <form method="get" action={`/reports/${report}`} className="flex flex-wrap items-end gap-2 print:hidden">
      <Field label={t("from")} className="w-40">
        <Input type="date" name="from" defaultValue={from} key={from} required />
      </Field>
      <Field label={t("to")} className="w-40">
        <Input type="date" name="to" defaultValue={to} key={to} required />
      </Field>
      {channel ? <input type="hidden" name="channel" value={channel} /> : null}
      <Button type="submit">{t("show")}</Button>
      {channel ? (
        <ButtonLink href={`/reports/${report}?${new URLSearchParams({ from, to })}`} variant="ghost">
          {t("back")}
        </ButtonLink>
      ) : null}
      <div className="flex-1" />
      <ButtonLink href={file("csv")} prefetch={false} download>
        {t("csv")}
      </ButtonLink>
      <ButtonLink href={file("xlsx")} prefetch={false} download>
        {t("xlsx")}
      </ButtonLink>
    </form>
  );
}
