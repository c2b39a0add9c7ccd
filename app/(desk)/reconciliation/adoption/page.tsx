import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReconciliationTabs } from "@/components/batch/reconciliation-tabs";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getAdoptionPolicies } from "@/server/queries/get-adoption";
import { PolicyForm } from "./_components/policy-form";
import { PolicyHistory } from "./_components/policy-history";
import { PolicyRules } from "./_components/policy-rules";
import { proposeAdoptionPolicyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reconciliation"))("adoption.title") };
}

/** Channel wins: what is booked by the channel's word without a person, and who agreed to that. */
export default async function AdoptionPage() {
  const actor = await requirePermission("adoption.view");
  const t = await getTranslations("reconciliation");
  const { current, waitingNo, history } = await getAdoptionPolicies();
  return (
    <PageBody>
      <PageHeader title={t("adoption.title")} description={t("adoption.description")} />
      {may(actor, "reconciliation.view") ? <ReconciliationTabs current="adoption" /> : null}
      {waitingNo ? (
        <Alert tone="info" title={t("adoption.waits")}>
          <ObjectLink kind="approval" no={waitingNo} className="underline" />
        </Alert>
      ) : null}
      <Section title={t("adoption.current")} flush>
        {current && current.rules.length > 0 ? (
          <PolicyRules caption={t("adoption.current")} rules={current.rules} />
        ) : (
          <EmptyState kind="nothing-yet" title={t("adoption.none")} description={t("adoption.noneText")} />
        )}
      </Section>
      {may(actor, "adoption.propose") && !waitingNo ? (
        <Section title={t("adoption.propose")} description={t("adoption.proposeText")}>
          <PolicyForm
            key={current?.version ?? 0}
            current={current?.rules ?? []}
            propose={proposeAdoptionPolicyAction}
          />
        </Section>
      ) : null}
      {history.length > 0 ? <PolicyHistory history={history} /> : null}
    </PageBody>
  );
}
