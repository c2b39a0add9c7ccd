import { getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";

/** Longer ones are sentences, which need the whole width. */
const MAX_FIGURE_LENGTH = 24;

/** The totals and notices that the file holds about itself, in its own words. */
export async function StatedTotals({ footer }: { footer: Readonly<Record<string, string>> }) {
  const t = await getTranslations("statements");
  const entries = Object.entries(footer);
  const columns = entries.some(([, value]) => value.length > MAX_FIGURE_LENGTH) ? 1 : 3;
  return (
    <Section title={t("totals.footer")}>
      <KeyValueList columns={columns} items={entries.map(([key, value]) => ({ key, label: key, value }))} />
    </Section>
  );
}
