"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ManyDialog } from "@/components/refusal/many-dialog";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { ApprovedManyDto, BulkPreviewDto } from "@/contracts/approval-views";
import { ApproveManyRows } from "./approve-many-rows";

/** As many as one press may take. */
const MAX_SELECTED = 200;

type ApproveManyProps = {
  selected: readonly string[];
  approve: ServerCommand<ApprovedManyDto>;
  onApproved: () => void;
};

/** Approves the selected requests after showing, from the server, which can be approved and which not, and why. */
export function ApproveMany({ selected, approve, onApproved }: ApproveManyProps) {
  const t = useTranslations("approvals");
  const [preview, setPreview] = useState<BulkPreviewDto | null>(null);
  const [isLoading, setLoading] = useState(false);
  if (selected.length === 0) return <p className="text-muted text-sm">{t("bulk.none")}</p>;
  const nos = selected.slice(0, MAX_SELECTED);
  const open = async () => {
    setLoading(true);
    const answer = await fetch(`/api/approvals/bulk?nos=${encodeURIComponent(nos.join(","))}`).catch(() => null);
    setLoading(false);
    if (answer?.ok) setPreview(await answer.json());
    else notify.danger(t("bulk.failed"));
  };
  return (
    <>
      <Button variant="primary" size="sm" pending={isLoading} onClick={() => void open()}>
        <Check aria-hidden />
        {t("bulk.button", { count: nos.length })}
      </Button>
      {preview ? (
        <ApproveManyDialog
          preview={preview}
          approve={approve}
          onClose={(isDone) => {
            setPreview(null);
            if (isDone) onApproved();
          }}
        />
      ) : null}
    </>
  );
}

type DialogProps = {
  preview: BulkPreviewDto;
  approve: ServerCommand<ApprovedManyDto>;
  onClose: (isDone: boolean) => void;
};

/** The question, and afterwards what came of each. */
function ApproveManyDialog({ preview, approve, onClose }: DialogProps) {
  const t = useTranslations("approvals");
  const { run, pending, refusal } = useCommand(approve);
  const [done, setDone] = useState<ApprovedManyDto | null>(null);
  const ready = preview.rows.filter((row) => row.obstacle === null && !row.needsCode);
  const send = async () => {
    const approvals = ready.map(({ approvalNo, version }) => ({ approvalNo, expectedVersion: version }));
    const outcome = await run({ approvals, note: "" });
    if (outcome !== null) setDone(outcome);
  };
  const approved = done?.rows.filter(({ outcome }) => outcome === "EXECUTED" || outcome === "SIGNED").length ?? 0;
  return (
    <ManyDialog
      title={
        done ? t("bulk.done", { done: approved, count: preview.rows.length }) : t("bulk.title", { count: ready.length })
      }
      description={t("bulk.text")}
      sums={preview.sums}
      sumLabel={t("bulk.sum")}
      submit={t("bulk.submit", { count: ready.length })}
      canSend={ready.length > 0}
      pending={pending}
      refusal={refusal}
      isDone={done !== null}
      onSend={() => void send()}
      onClose={() => onClose(done !== null)}
    >
      <ApproveManyRows preview={preview} done={done} />
    </ManyDialog>
  );
}
