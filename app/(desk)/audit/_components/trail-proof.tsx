"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime } from "@/components/money/date-time";
import { Alert } from "@/components/ui/alert";
import type { TrailFaultDto, TrailProofDto } from "@/contracts/audit-proof";
import { useAuditWords } from "./use-audit-words";

/** What a proof of the trail found, in whole sentences. */
export function TrailProof({ proof, actions }: { proof: TrailProofDto; actions: ReactNode }) {
  const t = useTranslations("audit");
  const { faultCount, faults, rows, streams, anchors, waiting, newestAnchorAt } = proof;
  const isWhole = faultCount === 0;
  const counts = { rows, streams, anchors };
  return (
    <Alert
      tone={isWhole ? (newestAnchorAt ? "success" : "warning") : "danger"}
      title={isWhole ? t("proof.whole") : t("proof.broken", { count: faultCount })}
      actions={actions}
    >
      {isWhole ? (
        <p>{t(newestAnchorAt ? "proof.compared" : "proof.chained", counts)}</p>
      ) : (
        <ul className="my-1 max-h-60 list-disc overflow-y-auto pl-4">
          {faults.map((fault) => (
            <li key={`${fault.kind}|${Object.values(fault.values).join("|")}`}>
              <FaultSentence fault={fault} />
            </li>
          ))}
          {faultCount > faults.length ? <li>{t("proof.more", { count: faultCount - faults.length })}</li> : null}
        </ul>
      )}
      <p>
        {t("proof.provedAt")} <DateTime at={proof.provedAt} seconds />
        {newestAnchorAt ? (
          <>
            {` · ${t("proof.newest", { no: `${anchors}` })} `}
            <DateTime at={newestAnchorAt} seconds />
          </>
        ) : null}
        {isWhole && newestAnchorAt ? ` · ${t("proof.waiting", { rows: waiting })}` : null}
      </p>
      {isWhole ? null : <p>{t("proof.whatToDo")}</p>}
    </Alert>
  );
}

/** A fault, and the way to the rows in question where they are there to be looked at. */
function FaultSentence({ fault: { kind, values } }: { fault: TrailFaultDto }) {
  const t = useTranslations("audit");
  const words = useAuditWords();
  const { stream, seq, last } = values;
  const name = stream ? words.objectType(stream) : "";
  const sentence = t(`fault.${kind}`, { ...values, stream: name, many: seq === last ? "no" : "yes" });
  if (!stream || !seq || !last) return <strong className="font-medium">{sentence}</strong>;
  const isThere = kind === "changed" || kind === "inserted" || kind === "exchanged";
  const shown = isThere ? [...new Set([seq, last])] : [];
  return (
    <>
      {sentence}
      {shown.map((row) => (
        <Link
          key={row}
          href={{ pathname: "/audit", query: { objectType: stream, seq: row } }}
          aria-label={t("showRow", { seq: row, stream: name })}
          className="ml-2 underline underline-offset-2"
        >
          {t("show", { seq: row })}
        </Link>
      ))}
    </>
  );
}
