import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** The way to an order for those who answer payers. A plain form: it works before any script has loaded. */
export function FindOrder() {
  const t = useTranslations("home");
  return (
    <Section title={t("find.title")} description={t("find.text")}>
      <form action="/orders" method="get" className="flex max-w-xl items-end gap-2">
        <Field label={t("find.label")} className="flex-1">
          <Input name="no" autoComplete="off" maxLength={64} required />
        </Field>
        <Button type="submit" variant="primary">
          <Search aria-hidden />
          {t("find.submit")}
        </Button>
      </form>
    </Section>
  );
}
