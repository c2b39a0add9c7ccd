"use client";

import { useTranslations } from "next-intl";
import { MappingChanges } from "@/components/mapping/mapping-changes";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Tabs } from "@/components/ui/tabs";
import type { MappingPageDto } from "@/contracts/mapping-views";
import { MappingEditor } from "./mapping-editor";
import { MappingHistory } from "./mapping-history";

export type ProposeMapping = ServerCommand<{ channel: string; approvalNo: string }>;

type MappingDeskProps = { mapping: MappingPageDto; mayPropose: boolean; propose: ProposeMapping };

/** One channel's mapping: making the next version, the one in effect, and those before it. */
export function MappingDesk({ mapping, mayPropose, propose }: MappingDeskProps) {
  const t = useTranslations("mappings");
  const { version, parts, versions } = mapping;
  const empty = <EmptyState kind="nothing-yet" title={t("history.none")} description={t("missing.text")} />;
  return (
    <Tabs
      aria-label={t("tab.label")}
      items={[
        {
          value: "edit",
          label: t("tab.edit"),
          content: (
            // A version that was approved meanwhile is another starting point.
            <MappingEditor key={version} page={mapping} mayPropose={mayPropose} propose={propose} />
          ),
        },
        {
          value: "applies",
          label: t("tab.applies"),
          content:
            version === 0 ? (
              empty
            ) : (
              <Section title={t("applies.title", { version })} description={t("applies.text")} flush>
                <MappingChanges changes={parts} isWhole />
              </Section>
            ),
        },
        {
          value: "history",
          label: t("tab.history"),
          count: versions.length,
          content: versions.length === 0 ? empty : <MappingHistory versions={versions} />,
        },
      ]}
    />
  );
}
