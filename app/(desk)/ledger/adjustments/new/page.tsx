import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AdjustmentEditor, ReversalForm } from "@/components/adjustment/adjustment-editor";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { findAdjustableAccounts } from "@/server/queries/find-adjustable-accounts";
import { findStartOfAdjustment } from "@/server/queries/find-start-of-adjustment";
import { proposeAdjustmentAction } from "../actions";

type Search = Partial<Record<"voucher" | "account" | "item" | "event" | "reverses", string | string[]>>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("adjustments"))("new.title") };
}

/** Begun from nothing, or with the accounts of a voucher, an account or a suspense item; or a voucher to take back. */
export default async function NewAdjustmentPage({ searchParams }: { searchParams: Promise<Search> }) {
  const actor = await requirePermission("adjustment.propose");
  const t = await getTranslations("adjustments");
  const search = await searchParams;
  const { origin, accountNos, event } = await findStartOfAdjustment(actor, search);
  const { rows } =
    accountNos.length > 0 ? await findAdjustableAccounts(actor, { q: "", nos: accountNos.join(",") }) : { rows: [] };
  const reverses = typeof search.reverses === "string" ? search.reverses : null;
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("ledger"), href: "/ledger" },
          { label: t("title"), href: "/ledger/adjustments" },
          { label: t("new.crumb") },
        ]}
        title={reverses === null ? t("new.title") : t("new.reverses", { voucherNo: reverses })}
        description={origin ? t(`new.from.${origin.type}`, { no: origin.no }) : t("new.description")}
      />
      {reverses === null ? (
        <AdjustmentEditor
          propose={proposeAdjustmentAction}
          origin={origin}
          accounts={rows.filter((account) => account.control === null)}
          event={event}
        />
      ) : (
        <ReversalForm propose={proposeAdjustmentAction} voucherNo={reverses} />
      )}
    </PageBody>
  );
}
