import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SuspensePages } from "@/components/suspense/suspense-pages";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listChannelChoices } from "@/server/queries/list-channel-choices";
import { sumClaims } from "@/server/queries/list-claims";
import { ClaimSums } from "./_components/claim-sums";
import { ClaimsGrid } from "./_components/claims-grid";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("suspense"))("claims.title") };
}

/** What channels owe us by approved resolutions, followed until it has come. */
export default async function ClaimsPage() {
  const actor = await requirePermission("suspense.view");
  const t = await getTranslations("suspense");
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/suspense" }, { label: t("claims.title") }]}
        title={t("claims.title")}
        description={t("claims.description")}
        actions={<SuspensePages current="claims" mayRoute={may(actor, "suspense.route")} />}
      />
      <ClaimSums sums={await sumClaims(actor, accountingToday())} />
      <ClaimsGrid channels={await listChannelChoices()} />
    </PageBody>
  );
}
