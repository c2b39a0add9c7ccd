import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { findLastProof } from "@/server/queries/find-last-proof";
import { listAuditHeads } from "@/server/queries/list-audit-events";
import { AuditGrid } from "./_components/audit-grid";
import { ChainState } from "./_components/chain-state";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

/** Who did or tried what, and whether the chain of it is whole. */
export default async function AuditPage() {
  await requirePermission("audit.view");
  const t = await getTranslations("audit");
  const [proof, heads] = await Promise.all([findLastProof(), listAuditHeads()]);
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <ChainState proof={proof} heads={heads} />
      <AuditGrid objectTypes={heads.map((head) => head.stream)} />
    </PageBody>
  );
}
