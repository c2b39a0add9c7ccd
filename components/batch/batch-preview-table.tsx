"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { DifferenceSumDto, RehearsalDto } from "@/contracts/reconciliation-difference";
import { OUTCOME_TONES } from "./outcome-look";
import { PreviewRows } from "./preview-rows";

/** What a run would change before it counts: nothing of it has happened. */
export function BatchPreviewTable({ preview }: { preview: RehearsalDto }) {
  const t = useTranslations("reconciliation");
  const format = useFormatter();
  const { difference, proof } = preview;
  const { counts, matched, items, reruns } = difference;
  const isBalanced = proof.balanced === true;
  const isNothing = counts.ADDED + counts.REMOVED + counts.CHANGED === 0 && matched.before === matched.after;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <Alert tone={isBalanced ? "success" : "danger"} title={t(isBalanced ? "preview.balanced" : "preview.unbalanced")}>
        {t("preview.nothingHappened")}
      </Alert>
      <p>
        {isNothing
          ? t("preview.same")
          : t("preview.counts", {
              added: format.number(counts.ADDED),
              removed: format.number(counts.REMOVED),
              changed: format.number(counts.CHANGED),
            })}{" "}
        {matched.before === null
          ? t("preview.matchedFirst", { after: format.number(matched.after) })
          : t("preview.matched", { before: format.number(matched.before), after: format.number(matched.after) })}{" "}
        {items.opened + items.explained > 0
          ? t("preview.items", { opened: items.opened, explained: items.explained })
          : null}{" "}
        {reruns.length > 0 ? t("preview.reruns", { days: reruns.join(", ") }) : null}
      </p>
      {difference.sums.length > 0 ? <Sums sums={difference.sums} /> : null}
      <PreviewRows difference={difference} />
    </div>
  );
}

function Sums({ sums }: { sums: readonly DifferenceSumDto[] }) {
  const t = useTranslations("reconciliation");
  const enums = useTranslations("enums");
  const side = (key: "before" | "after"): Column<DifferenceSumDto> => ({
    key,
    header: t(`preview.${key}`),
    align: "end",
    cell: (row) => <Side side={row[key]} asset={row.asset} />,
  });
  return (
    <div className="rounded-lg border border-line bg-surface">
      <DataTable
        caption={t("preview.caption")}
        rows={sums}
        rowKey={(row) => `${row.outcome} ${row.asset}`}
        columns={[
          {
            key: "outcome",
            header: t("preview.what"),
            rowHeader: true,
            cell: ({ outcome }) => (
              <StatusBadge tone={OUTCOME_TONES[outcome]}>{enums(`outcome.${outcome}`)}</StatusBadge>
            ),
          },
          side("before"),
          side("after"),
        ]}
      />
    </div>
  );
}

function Side({ side, asset }: { side: DifferenceSumDto["before"]; asset: string }) {
  const format = useFormatter();
  if (side.count === 0) return <span className="text-faint">—</span>;
  return (
    <span className="inline-flex items-baseline gap-2">
      {side.deltaMinor === "0" ? null : (
        <Amount amountMinor={side.deltaMinor} asset={asset} signed showAsset className="text-muted text-xs" />
      )}
      {format.number(side.count)}
    </span>
  );
}
