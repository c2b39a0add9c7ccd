import { getTranslations } from "next-intl/server";
import { ReasonGiven } from "@/components/approval/reason-given";
import { MappingChanges } from "@/components/mapping/mapping-changes";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { FactGrid } from "@/components/ui/fact-grid";
import type { MappingApprovalDto } from "@/contracts/approval-views";
import { DecisionLayout } from "./decision-layout";

type MappingApprovalProps = { approval: MappingApprovalDto; nextNo: string | null };

/** A request about how a channel's own files are read: what changes against the version in effect, and who signs. */
export async function MappingApproval({ approval, nextNo }: MappingApprovalProps) {
  const t = await getTranslations("approvals");
  const { mapping, status, isOutdated } = approval;
  const isFirst = mapping.baseVersion === 0;
  return (
    <>
      {status === "PENDING" && isOutdated ? (
        <Alert tone="warning" title={t("mapping.outdatedTitle")}>
          {t("mapping.outdatedText")}
        </Alert>
      ) : null}
      <DecisionLayout
        approval={approval}
        effect="MAPPING"
        subject={t("mapping.subject", { channel: mapping.channelName, version: mapping.baseVersion + 1 })}
        nextNo={nextNo}
      >
        <MappingRequest approval={approval} />
        <Section
          title={t("mapping.changes")}
          description={t(isFirst ? "mapping.changesFirst" : "mapping.changesText")}
          flush
        >
          <MappingChanges changes={mapping.changes} isWhole={isFirst} />
        </Section>
      </DecisionLayout>
    </>
  );
}

async function MappingRequest({ approval }: Pick<MappingApprovalProps, "approval">) {
  const t = await getTranslations("approvals");
  const { mapping, isOwn, maker, createdAt, reason } = approval;
  return (
    <Section
      title={t("request.title")}
      actions={
        <ButtonLink size="sm" href={`/statements/mappings/${mapping.channel}`}>
          {t("mapping.open")}
        </ButtonLink>
      }
    >
      <div className="flex flex-col gap-3">
        <FactGrid
          className="grid-cols-2 md:grid-cols-3"
          facts={[
            { key: "act", label: t("column.act"), value: t("mapping.act") },
            {
              key: "channel",
              label: t("mapping.channel"),
              value: (
                <>
                  {mapping.channelName} <ObjectLink kind="channel" no={mapping.channel} className="underline" />
                </>
              ),
            },
            {
              key: "version",
              label: t("mapping.version"),
              value: `${mapping.baseVersion + 1} · ${t("mapping.onto", { version: mapping.baseVersion })}`,
            },
            { key: "maker", label: t("column.maker"), value: isOwn ? t("request.you") : maker },
            { key: "asked", label: t("column.asked"), value: <DateTime at={createdAt} /> },
          ]}
        />
        <ReasonGiven reason={reason} />
      </div>
    </Section>
  );
}
