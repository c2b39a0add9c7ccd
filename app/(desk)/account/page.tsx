import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { accountingToday } from "@/server/accounting-today";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getAccount } from "@/server/queries/get-account";
import { Delegations } from "./_components/delegations";
import { OneTimePasswords } from "./_components/one-time-passwords";
import { beginTotpAction, confirmTotpAction, lendSignatureAction, revokeDelegationAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

/** One's own account: one-time passwords, and who signs in one's place. */
export default async function AccountPage() {
  const actor = await requirePermission("totp.enrol");
  const t = await getTranslations("account");
  const { totp, delegations, colleagues } = await getAccount(actor);
  return (
    <PageBody>
      <PageHeader title={t("title")} description={`${actor.displayName} · ${actor.login}`} />
      <div className="grid items-start gap-section xl:grid-cols-2">
        <OneTimePasswords key={totp.state} totp={totp} begin={beginTotpAction} confirm={confirmTotpAction} />
        {may(actor, "approval.delegate") ? (
          <Delegations
            delegations={delegations}
            colleagues={colleagues}
            today={accountingToday()}
            lend={lendSignatureAction}
            revoke={revokeDelegationAction}
          />
        ) : null}
      </div>
    </PageBody>
  );
}
