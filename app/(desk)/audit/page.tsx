import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { findNewestAnchor } from "@/server/queries/find-newest-anchor";
import { findTrailProof } from "@/server/queries/find-trail-proof";
import { listAuditHeads } from "@/server/queries/list-audit-events";
import { AuditGrid } from "./_components/audit-grid";
import { TrailState } from "./_components/trail-state";
import { proveAuditTrailAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

/** Who did or tried what, and whether the chain of it is whole. */
export default async function AuditPage() {
  const actor = await requirePermission("audit.view");
  const t = await getTranslations("audit");
  const [proof, newest, heads] = await Promise.all([findTrailProof(), findNewestAnchor(), listAuditHeads()]);
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} />
      <TrailState
        last={proof}
        newest={newest}
        heads={heads}
        mayProve={may(actor, "audit.prove")}
        prove={proveAuditTrailAction}
      />
      <AuditGrid objectTypes={heads.map((head) => head.stream)} />
    </PageBody>
  );
}
