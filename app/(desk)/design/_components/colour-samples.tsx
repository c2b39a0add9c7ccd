import { getTranslations } from "next-intl/server";
import { Section } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";

const SWATCHES = [
  ["canvas", "bg-canvas text-ink"],
  ["surface", "bg-surface text-ink"],
  ["sunken", "bg-sunken text-muted"],
  ["hover", "bg-hover text-faint"],
  ["accent", "bg-accent-solid text-white"],
  ["accent-soft", "bg-accent-soft text-accent"],
  ["info-soft", "bg-info-soft text-info"],
  ["success-soft", "bg-success-soft text-success"],
  ["warning-soft", "bg-warning-soft text-warning"],
  ["danger-soft", "bg-danger-soft text-danger"],
  ["danger", "bg-danger-solid text-white"],
] as const;

const SIZES = [
  ["text-2xl", "text-2xl font-semibold tracking-tight"],
  ["text-xl", "text-xl font-semibold tracking-tight"],
  ["text-lg", "text-lg font-semibold"],
  ["text-base", "text-base"],
  ["text-sm", "text-sm text-muted"],
  ["text-xs", "text-xs text-faint"],
] as const;

export async function ColourSamples() {
  const t = await getTranslations("design");
  return (
    <div className="grid grid-cols-1 gap-section xl:grid-cols-2">
      <Section title={t("colours.title")} description={t("colours.description")}>
        <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3">
          {SWATCHES.map(([name, className]) => (
            <li
              key={name}
              className={cn("flex h-12 items-center rounded-md border border-line px-3 text-xs", className)}
            >
              {name}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("type.title")} description={t("type.description")}>
        <ul className="flex flex-col gap-2">
          {SIZES.map(([name, className]) => (
            <li key={name} className="flex items-baseline gap-4">
              <code className="w-20 shrink-0 font-mono text-2xs text-faint">{name}</code>
              <span className={className}>{t("type.sample")}</span>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
