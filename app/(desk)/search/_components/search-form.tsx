import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export function SearchForm({ query }: { query: string }) {
  const t = useTranslations("search");
  return (
    <form method="get" action="/search" className="flex max-w-2xl flex-col gap-1">
      <div className="flex items-end gap-2">
        <Field label={t("label")} className="flex-1">
          <Input
            type="search"
            name="q"
            defaultValue={query}
            key={query}
            maxLength={120}
            autoComplete="off"
            aria-describedby="search-hint"
          />
        </Field>
        <Button type="submit" variant="primary">
          {t("go")}
        </Button>
      </div>
      <p id="search-hint" className="text-muted text-xs">
        {t("hint")}
      </p>
    </form>
  );
}
