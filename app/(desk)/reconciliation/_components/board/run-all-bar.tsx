import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { RunAll, RunOfMany } from "./use-run-all";

/** How far a round of runs is, and afterwards what it found. */
export function RunAllBar({ all }: { all: RunAll }) {
  const t = useTranslations("reconciliation");
  const { days, done, running } = all;
  if (days.length === 0) return null;
  if (running === null) return <RoundResult all={all} />;
  const current = days.find(({ channel, on }) => `${channel}:${on}` === running);
  return (
    <Card className="flex items-end gap-4">
      <div className="min-w-0 flex-1" aria-live="polite">
        <ProgressBar
          label={t("all.running", { channel: current?.channelName ?? "", on: current?.on ?? "" })}
          value={done.length}
          max={days.length}
          note={t("all.progress", { done: done.length, all: days.length })}
        />
      </div>
      <Button onClick={all.stop} disabled={all.isStopping}>
        {t(all.isStopping ? "all.stopping" : "all.stop")}
      </Button>
    </Card>
  );
}

function RoundResult({ all: { days, done, dismiss } }: { all: RunAll }) {
  const t = useTranslations("reconciliation");
  const common = useTranslations("common");
  const refused = done.filter((run) => run.refusal !== null);
  const unbalanced = done.filter(({ report }) => report && report.proof.balanced !== true);
  const tone = refused.length > 0 || unbalanced.length > 0 ? "danger" : "success";
  return (
    <Alert
      tone={tone}
      urgent
      title={t("all.done", { done: done.length - refused.length, all: days.length })}
      actions={
        <Button size="sm" onClick={dismiss}>
          {common("close")}
        </Button>
      }
    >
      <ul className="mt-1 flex flex-col gap-0.5">
        {done.map((run) => (
          <li key={`${run.day.channel}:${run.day.on}`}>
            <RoundLine run={run} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function RoundLine({ run: { day, report, refusal } }: { run: RunOfMany }) {
  const t = useTranslations("reconciliation");
  const format = useFormatter();
  const say = useRefusalText();
  const name = `${day.channelName} ${day.on}: `;
  if (refusal) {
    return (
      <>
        {name}
        {say(refusal)}
      </>
    );
  }
  const broken = Object.values(report.breaks).reduce((sum, count) => sum + count, 0);
  return (
    <>
      {name}
      <Link href={`/reconciliation/${report.batchNo}`} className="text-accent underline">
        {report.batchNo}
      </Link>{" "}
      {t("all.found", {
        matched: format.number(report.matched),
        waiting: format.number(report.buffered.ours + report.buffered.channel),
        broken: format.number(broken),
      })}
    </>
  );
}
