"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DateTime } from "@/components/money/date-time";
import { LINK_CLASS } from "@/components/object/object-link";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { lookOfJob } from "@/components/suspense/bulk-look";
import { BulkProgress } from "@/components/suspense/bulk-progress";
import { BulkRowsGrid } from "@/components/suspense/bulk-rows-grid";
import { Amounts, BulkSummary } from "@/components/suspense/bulk-summary";
import { useBulkJob } from "@/components/suspense/use-bulk-job";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import { PageHeader } from "@/components/ui/page-header";
import { type BulkPreviewDto, hasBulkEnded } from "@/contracts/bulk";
import type { BulkRowState } from "@/core/suspense/bulk";
import { ConfirmCard } from "./confirm-card";

type BulkJobPageProps = {
  initial: BulkPreviewDto;
  confirm: ServerCommand<unknown>;
  cancel: ServerCommand<unknown>;
};

export function BulkJobPage({ initial, confirm, cancel }: BulkJobPageProps) {
  const t = useTranslations("bulk");
  const suspense = useTranslations("suspense");
  const query = useBulkJob(initial);
  const job = query.data;
  const { tone, word } = lookOfJob(job);
  const refresh = () => void query.refetch();
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={job.jobNo}
        crumbs={[
          { label: suspense("title"), href: "/suspense" },
          { label: t("title"), href: "/suspense/bulk" },
          { label: job.jobNo },
        ]}
        badge={
          <span aria-live="polite">
            <StatusBadge tone={tone}>{t(`status.${word}`)}</StatusBadge>
          </span>
        }
        actions={
          job.isOwn && !hasBulkEnded(job.status) ? <CancelButton job={job} cancel={cancel} onDone={refresh} /> : null
        }
      />
      <Facts job={job} />
      <BulkProgress job={job} />
      <Notices job={job} />
      {job.status === "READY" && job.isOwn && !job.isExpired ? (
        <ConfirmCard job={job} confirm={confirm} onDone={refresh} />
      ) : null}
      {job.kind === "PROPOSE" && job.status !== "PREPARING" ? (
        <>
          <BulkSummary job={job} />
          <Rows job={job} />
        </>
      ) : null}
    </div>
  );
}

function Facts({ job }: { job: BulkPreviewDto }) {
  const t = useTranslations("bulk");
  const suspense = useTranslations("suspense");
  const { resolution, reason } = job;
  return (
    <Card>
      <KeyValueList
        columns={3}
        items={[
          {
            key: "source",
            label: t("job.source"),
            value: `${t(`source.${job.source}`, { name: job.sheetName ?? "" })} · ${t("job.rows", { count: job.rowCount })}`,
          },
          { key: "by", label: t("job.by", { name: job.createdBy }), value: <DateTime at={job.createdAt} /> },
          ...(job.status === "READY" && job.expiresAt
            ? [{ key: "until", label: t("job.until"), value: <DateTime at={job.expiresAt} /> }]
            : []),
          ...(resolution
            ? [{ key: "resolution", label: t("job.resolution"), value: suspense(`resolution.${resolution}.name`) }]
            : []),
          ...(reason ? [{ key: "reason", label: t("job.reason"), value: reason }] : []),
        ]}
      />
    </Card>
  );
}

/** What the reader has to know before anything else. */
function Notices({ job }: { job: BulkPreviewDto }) {
  const t = useTranslations("bulk");
  const ready = job.counts.find(({ state }) => state === "READY");
  return (
    <>
      {job.isOwn || hasBulkEnded(job.status) ? null : <Alert title={t("job.foreign", { name: job.createdBy })} />}
      {job.isExpired ? <Alert tone="warning" title={t("job.expired")} /> : null}
      {job.status === "READY" && !ready ? <Alert tone="warning" title={t("job.nothing")} /> : null}
      {job.failure ? <RefusalAlert refusal={job.failure} /> : null}
      {job.bundleNo ? (
        <p className="text-sm">
          {t("job.bundleIs")}{" "}
          <Link href={`/approvals/${job.bundleNo}`} className={LINK_CLASS}>
            {job.bundleNo}
          </Link>
        </p>
      ) : null}
      {job.hasFile && job.isOwn ? (
        <Alert
          tone="success"
          title={t("job.exported")}
          actions={
            <a href={`/api/suspense/exports/${job.jobNo}`} className={LINK_CLASS}>
              {t("job.download")}
            </a>
          }
        />
      ) : null}
    </>
  );
}

/** The rows by what becomes of them; a state leads to exactly its rows. */
function Rows({ job }: { job: BulkPreviewDto }) {
  const t = useTranslations("bulk");
  const [state, setState] = useState<BulkRowState | null>(null);
  const shown = job.counts.some((count) => count.state === state) ? state : null;
  return (
    <Section title={t("job.outcome")} plain>
      <div className="flex flex-wrap items-center gap-1.5">
        <Button size="sm" aria-pressed={shown === null} onClick={() => setState(null)}>
          {t("job.all")} <span className="tabular text-muted">{job.rowCount}</span>
        </Button>
        {job.counts.map((count) => (
          <Button
            key={count.state}
            size="sm"
            aria-pressed={shown === count.state}
            onClick={() => setState(count.state)}
          >
            {t(`state.${count.state}`)} <span className="tabular text-muted">{count.count}</span>
            {count.amounts.length > 0 ? <Amounts amounts={count.amounts} /> : null}
          </Button>
        ))}
      </div>
      <BulkRowsGrid
        jobNo={job.jobNo}
        state={shown}
        isSheet={job.source === "SHEET"}
        refreshKey={job.counts.map(({ state: one, count }) => `${one}${count}`).join(" ")}
      />
    </Section>
  );
}

function CancelButton({
  job,
  cancel,
  onDone,
}: {
  job: BulkPreviewDto;
  cancel: ServerCommand<unknown>;
  onDone: () => void;
}) {
  const t = useTranslations("bulk");
  const { run, pending, refusal } = useCommand(cancel);
  const onCancel = async () => {
    await run({ jobNo: job.jobNo });
    onDone();
  };
  return (
    <>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <Button pending={pending} disabled={job.isCancelAsked} onClick={() => void onCancel()}>
        {t(job.status === "RUNNING" ? "job.stop" : "job.cancel")}
      </Button>
    </>
  );
}
