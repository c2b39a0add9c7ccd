"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime } from "@/components/money/date-time";
import { Alert } from "@/components/ui/alert";
import type { NewestAnchorDto } from "@/contracts/audit-proof";
import type { ProofDto } from "@/contracts/audit-views";

/** The proofs of the trail, by the names that they have among the proofs. */
const AUDIT_CHECKS = ["audit_chain", "audit_anchored"];

type KeptProofProps = { kept: ProofDto | null; newest: NewestAnchorDto | null; actions: ReactNode };

/** What the worker's last proof found about the trail, and how far it is anchored. */
export function KeptProof({ kept, newest, actions }: KeptProofProps) {
  const t = useTranslations("audit");
  const checks = kept?.checks.filter(({ name }) => AUDIT_CHECKS.includes(name)) ?? [];
  if (!kept || checks.length === 0) {
    return (
      <Alert tone="neutral" title={t("chain.unproven")} actions={actions}>
        {t("chain.unprovenText")}
      </Alert>
    );
  }
  const failed = checks.filter((check) => !check.isOk);
  const isLate = newest === null || newest.isLate;
  const tone = failed.length > 0 ? "danger" : isLate ? "warning" : "success";
  return (
    <Alert tone={tone} title={t(failed.length > 0 ? "chain.broken" : "chain.whole")} actions={actions}>
      <p>
        {t("chain.provenAt")} <DateTime at={kept.ranAt} />
        {newest ? (
          <>
            {` · ${t("anchor.newest", { no: newest.no })} `}
            <DateTime at={newest.at} />
          </>
        ) : null}
      </p>
      {isLate ? <p>{t(newest ? "anchor.late" : "anchor.none")}</p> : null}
      {failed.map(({ name, figure }) => (
        <p key={name}>
          <code lang="en" className="font-mono text-xs">
            {figure}
          </code>
        </p>
      ))}
    </Alert>
  );
}
