import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PolicyRules } from "@/components/approval/policy-rules";
import { ObjectLink } from "@/components/object/object-link";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getPolicyPage } from "@/server/queries/get-approval-policy";
import { proposeApprovalPolicyAction } from "../actions";
import { PolicyEditor } from "./_components/policy-editor";
import { PolicyHistory } from "./_components/policy-history";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("approvals"))("policy.title") };
}

/** Who checks what: the rules in force, a change of them for who may propose one, and every version. */
export default async function PolicyPage() {
  const actor = await requirePermission("policy.view");
  const t = await getTranslations("approvals");
  const { current, history, waitingNo } = await getPolicyPage();
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/approvals" }, { label: t("policy.title") }]}
        title={t("policy.title")}
        description={t("policy.description")}
      />
      {waitingNo ? (
        <Alert tone="info" title={t("policy.waits")}>
          <ObjectLink kind="approval" no={waitingNo} className="underline" />
        </Alert>
      ) : null}
      {may(actor, "policy.propose") && !waitingNo ? (
        <PolicyEditor key={current.version} current={current} propose={proposeApprovalPolicyAction} />
      ) : (
        <Section
          title={t("policy.rules")}
          description={`${t("policy.sum")} ${t(current.breakGlass ? "policy.breakGlass.on" : "policy.breakGlass.off")}`}
          flush
        >
          <PolicyRules rules={current.rules} caption={t("policy.rules")} />
        </Section>
      )}
      <PolicyHistory history={history} />
    </PageBody>
  );
}
