import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export function SearchForm({ query }: { query: string }) {
  const t = useTranslations("search");
  return (
    <form method="get" action="/search" className="flex max-w-2xl items-end gap-2">
      <Field label={t("label")} hint={t("hint")} className="flex-1">
        <Input type="search" name="q" defaultValue={query} key={query} maxLength={120} autoComplete="off" />
      </Field>
      <Button type="submit" variant="primary" className="mb-5">
        {t("go")}
      </Button>
    </form>
  );
}
