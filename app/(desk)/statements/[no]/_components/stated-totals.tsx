import { getLocale, getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import { formatAmount } from "@/core/money/format-money";
import { parseDecimalAmount } from "@/core/money/parse-money";
import { findStatedNote } from "./say-stated";

/** Longer ones are sentences, which need the whole width. */
const MAX_FIGURE_LENGTH = 24;
/** Where a note of ours has amounts, the file's format knows no other currency. */
const ASSET = "CNY";
const SCALE = 2;

/** The totals and notices that the file holds about itself, in its own words; what our reader noted of it, in the reader's. */
export async function StatedTotals({ footer }: { footer: Readonly<Record<string, string>> }) {
  const t = await getTranslations("statements.totals");
  const locale = await getLocale();
  const entries = Object.entries(footer);
  const columns = entries.some(([, value]) => value.length > MAX_FIGURE_LENGTH) ? 1 : 3;
  const say = (text: string) => {
    const note = findStatedNote(text);
    if (note === null) return text;
    const values = Object.entries(note.values).map(([name, value]) => [name, sayFigure(value, locale)]);
    return t(`note.${note.key}`, Object.fromEntries(values));
  };
  const label = (key: string) => (t.has(`label.${key}`) ? t(`label.${key}`) : key);
  return (
    <Section title={t("footer")}>
      <KeyValueList
        columns={columns}
        items={entries.map(([key, value]) => ({ key, label: label(key), value: say(value) }))}
      />
    </Section>
  );
}

/** Counts and names stay as they are. */
function sayFigure(text: string, locale: string): string {
  const amount = text.includes(".") ? parseDecimalAmount(text, SCALE) : null;
  return amount?.ok ? formatAmount(amount.value, ASSET, locale) : text;
}
