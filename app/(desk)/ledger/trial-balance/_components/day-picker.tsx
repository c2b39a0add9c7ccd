import { useTranslations } from "next-intl";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { JournalDownload } from "@/components/voucher/journal-download";
import type { Role } from "@/core/permissions/permissions";

type DayPickerProps = {
  date: string;
  before: string;
  after: string | null;
  roles: readonly Role[];
};

/** Which day's books: a form that needs no script, and the days beside it. */
export function DayPicker({ date, before, after, roles }: DayPickerProps) {
  const t = useTranslations("ledger");
  const day = (on: string) => `/ledger/trial-balance?date=${on}`;
  return (
    <form method="get" action="/ledger/trial-balance" className="flex flex-wrap items-end gap-2">
      <Field label={t("trial.date")} hideLabel className="w-40">
        <Input type="date" name="date" defaultValue={date} key={date} required />
      </Field>
      <Button type="submit">{t("trial.show")}</Button>
      <ButtonLink href={day(before)} variant="ghost">
        {t("trial.before")}
      </ButtonLink>
      {after ? (
        <ButtonLink href={day(after)} variant="ghost">
          {t("trial.after")}
        </ButtonLink>
      ) : null}
      <div className="flex-1" />
      <ButtonLink href={`/ledger/vouchers?from=${date}&to=${date}`}>{t("trial.vouchers")}</ButtonLink>
      <JournalDownload from={null} to={date} roles={roles} />
    </form>
  );
}
