import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tab-links";
import { APPROVAL_TABS, approvalFilters } from "@/contracts/approval-views";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { countApprovals } from "@/server/queries/count-my-approvals";
import { ApprovalInbox } from "./_components/approval-inbox";
import { approveManyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("approvals"))("title") };
}

type ApprovalsPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ApprovalsPage({ searchParams }: ApprovalsPageProps) {
  const actor = await requirePermission("approval.view");
  const t = await getTranslations("approvals");
  const format = await getFormatter();
  const filters = approvalFilters.safeParse(await searchParams);
  const current = filters.success ? filters.data.tab : "me";
  const counts = await countApprovals(actor);
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          may(actor, "policy.view") ? (
            <ButtonLink size="sm" href="/approvals/policy">
              {t("policyLink")}
            </ButtonLink>
          ) : null
        }
      />
      <div className="flex flex-col gap-3">
        <TabLinks
          aria-label={t("tab.label")}
          items={APPROVAL_TABS.filter((tab) => tab !== "review" || counts.review > 0 || current === tab).map((tab) => ({
            href: tab === "me" ? "/approvals" : `/approvals?tab=${tab}`,
            label: t(`tab.${tab}`),
            current: tab === current,
            ...(tab === "done" ? {} : { count: format.number(counts[tab]) }),
          }))}
        />
        <ApprovalInbox
          key={current}
          tab={current}
          approve={approveManyAction}
          mayApprove={may(actor, "approval.decide")}
        />
      </div>
    </PageBody>
  );
}
