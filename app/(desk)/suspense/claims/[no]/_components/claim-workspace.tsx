"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ServerCommand } from "@/components/refusal/use-command";
import { ClaimFacts } from "@/components/suspense/claim-facts";
import { ClaimMovementDialog } from "@/components/suspense/claim-movement-dialog";
import { ClaimMovements } from "@/components/suspense/claim-movements";
import { RequestCard } from "@/components/suspense/request-card";
import { Section } from "@/components/ui/card";
import type { ClaimDto } from "@/contracts/claim-views";

type ClaimWorkspaceProps = {
  claim: ClaimDto;
  propose: ServerCommand<{ approvalNo: string }>;
  withdraw: ServerCommand<unknown>;
};

/** Everything about one claim, and what can be asked for: one request waits at a time. */
export function ClaimWorkspace({ claim, propose, withdraw }: ClaimWorkspaceProps) {
  const t = useTranslations("suspense");
  const router = useRouter();
  const refresh = () => router.refresh();
  const canAsk = claim.canPropose && claim.status === "OPEN" && claim.approval === null;
  return (
    <div className="grid gap-section xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex min-w-0 flex-col gap-section">
        {claim.approval ? <RequestCard approval={claim.approval} withdraw={withdraw} onWithdrawn={refresh} /> : null}
        <Section
          title={t("claims.movements")}
          description={t("claims.movementsText")}
          flush
          actions={
            canAsk ? (
              <div className="flex flex-wrap gap-2">
                <ClaimMovementDialog claim={claim} act="WRITE_OFF" propose={propose} onProposed={refresh} />
                <ClaimMovementDialog claim={claim} act="RECOVERY" propose={propose} onProposed={refresh} />
              </div>
            ) : undefined
          }
        >
          <ClaimMovements claim={claim} />
        </Section>
      </div>
      <Section title={t("claims.facts")}>
        <ClaimFacts claim={claim} />
      </Section>
    </div>
  );
}
