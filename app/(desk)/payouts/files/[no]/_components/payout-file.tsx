"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { BATCH_TONES } from "@/components/payout/batch-look";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { PayoutBatchDto, PayoutRowState } from "@/contracts/payout-batches";
import { ConfirmFile } from "./confirm-file";
import { FileRows } from "./file-rows";

const BUSY_MS = 700;

type PayoutFileProps = { initial: PayoutBatchDto; confirm: ServerCommand<unknown>; drop: ServerCommand<unknown> };

/** One file, live: the worker goes on without the page, and the page comes back to wherever it is. */
export function PayoutFile({ initial, confirm, drop }: PayoutFileProps) {
  const t = useTranslations("payouts");
  const query = useQuery({
    queryKey: ["payout-file", initial.batchNo],
    initialData: initial,
    queryFn: ({ signal }) => read(initial.batchNo, signal),
    refetchInterval: ({ state }) => (state.data?.status === "RUNNING" ? BUSY_MS : false),
  });
  const file = query.data;
  const countOf = (state: PayoutRowState) => file.counts.find((one) => one.state === state)?.count ?? 0;
  const refresh = () => void query.refetch();
  return (
    <>
      <PageHeader
        crumbs={[
          { label: t("title"), href: "/payouts" },
          { label: t("batch.title"), href: "/payouts/files" },
          { label: file.batchNo },
        ]}
        title={file.batchNo}
        badge={
          <span aria-live="polite">
            <StatusBadge tone={BATCH_TONES[file.status]}>{t(`batch.status.${file.status}`)}</StatusBadge>
          </span>
        }
        description={
          <>
            {t("batch.facts", { name: file.fileName, by: file.by })} · <DateTime at={file.createdAt} />
          </>
        }
      />
      {file.twinNo ? (
        <Alert tone="warning" title={t("batch.confirm.again", { batchNo: file.twinNo })}>
          <ObjectLink kind="payout_batch" no={file.twinNo} className="underline" />
        </Alert>
      ) : null}
      {file.status === "RUNNING" ? (
        <ProgressBar
          label={t("batch.status.RUNNING")}
          value={file.rowCount - countOf("READY")}
          max={file.rowCount}
          note={t("batch.progress", { done: file.rowCount - countOf("READY"), count: file.rowCount })}
        />
      ) : null}
      {file.status === "CHECKED" && file.isOwn ? (
        <ConfirmFile file={file} confirm={confirm} drop={drop} onDone={refresh} />
      ) : null}
      <Rows file={file} />
    </>
  );
}

/** The rows by what becomes of them; a state leads to exactly its rows. */
function Rows({ file }: { file: PayoutBatchDto }) {
  const t = useTranslations("payouts");
  const [state, setState] = useState<PayoutRowState | null>(null);
  const shown = file.counts.some((count) => count.state === state) ? state : null;
  return (
    <Section title={t("batch.rows")} plain>
      <div className="flex flex-wrap items-center gap-1.5">
        <Button size="sm" aria-pressed={shown === null} onClick={() => setState(null)}>
          {t("batch.all")} <span className="tabular text-muted">{file.rowCount}</span>
        </Button>
        {file.counts.map((count) => (
          <Button
            key={count.state}
            size="sm"
            aria-pressed={shown === count.state}
            onClick={() => setState(count.state)}
          >
            {t(`batch.state.${count.state}`)} <span className="tabular text-muted">{count.count}</span>
          </Button>
        ))}
      </div>
      <FileRows
        batchNo={file.batchNo}
        state={shown}
        refreshKey={file.counts.map(({ state: one, count }) => `${one}${count}`).join(" ")}
      />
    </Section>
  );
}

async function read(batchNo: string, signal: AbortSignal): Promise<PayoutBatchDto> {
  const response = await fetch(`/api/payouts/files/${batchNo}`, { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  // The route's own types made this; both ends are the same build.
  return (await response.json()) as PayoutBatchDto;
}
