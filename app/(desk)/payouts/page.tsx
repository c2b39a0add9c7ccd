import { Layers } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PayoutSums } from "@/components/payout/payout-sums";
import { PayoutsGrid } from "@/components/payout/payouts-grid";
import { RequestPayoutDialog } from "@/components/payout/request-payout-dialog";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { listChannelChoices } from "@/server/queries/list-channel-choices";
import { sumPayouts } from "@/server/queries/list-payouts";
import { requestPayoutAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("payouts"))("title") };
}

/** Everything that is paid out to merchants, and what became of it. */
export default async function PayoutsPage() {
  const actor = await requirePermission("payout.view");
  const t = await getTranslations("payouts");
  return (
    <PageBody>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <>
            <ButtonLink href="/payouts/files" variant="ghost" prefetch={false}>
              <Layers aria-hidden />
              {t("batch.link")}
            </ButtonLink>
            {may(actor, "payout.ask") ? <RequestPayoutDialog request={requestPayoutAction} /> : null}
          </>
        }
      />
      <PayoutSums sums={await sumPayouts(actor)} />
      <PayoutsGrid channels={await listChannelChoices()} />
    </PageBody>
  );
}
