"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DataTable } from "@/components/ui/data-table";
import { Dialog } from "@/components/ui/dialog";
import type { AuditHeadDto, ProofDto } from "@/contracts/audit-views";

/** The proof of the chains, by the name that it has among the proofs. */
const AUDIT_CHECK = "audit_chain";

type ChainStateProps = { proof: ProofDto | null; heads: readonly AuditHeadDto[] };

/** What the last proof found about the chains, and where each of them ends now. */
export function ChainState({ proof, heads }: ChainStateProps) {
  const t = useTranslations("audit");
  const check = proof?.checks.find(({ name }) => name === AUDIT_CHECK);
  const actions = <HeadsDialog heads={heads} />;
  if (!proof || !check) {
    return (
      <Alert tone="neutral" title={t("chain.unproven")} actions={actions}>
        {t("chain.unprovenText")}
      </Alert>
    );
  }
  return (
    <Alert
      tone={check.isOk ? "success" : "danger"}
      title={t(check.isOk ? "chain.whole" : "chain.broken")}
      actions={actions}
    >
      {t("chain.provenAt")} <DateTime at={proof.ranAt} />
      {check.figure ? ` · ${check.figure}` : null}
    </Alert>
  );
}

function HeadsDialog({ heads }: { heads: readonly AuditHeadDto[] }) {
  const t = useTranslations("audit");
  const enums = useTranslations("enums");
  return (
    <Dialog
      size="lg"
      title={t("heads.title")}
      description={t("heads.description")}
      trigger={
        <Button size="sm">
          <Link2 aria-hidden />
          {t("heads.open", { count: heads.length })}
        </Button>
      }
    >
      <DataTable
        caption={t("heads.title")}
        rows={heads}
        rowKey={(head) => head.stream}
        columns={[
          {
            key: "stream",
            header: t("heads.stream"),
            rowHeader: true,
            cell: ({ stream }) => (enums.has(`objectType.${stream}`) ? enums(`objectType.${stream}`) : stream),
          },
          { key: "seq", header: t("heads.length"), align: "end", cell: (head) => head.seq },
          { key: "at", header: t("heads.at"), cell: (head) => <DateTime at={head.at} seconds /> },
          {
            key: "hash",
            header: t("heads.hash"),
            cell: (head) => (
              <span className="inline-flex items-center gap-1">
                <span title={head.hash} className="font-mono text-xs">
                  {head.hash.slice(0, 24)}…
                </span>
                <CopyButton text={head.hash} what={t("heads.hash")} />
              </span>
            ),
          },
        ]}
      />
    </Dialog>
  );
}
