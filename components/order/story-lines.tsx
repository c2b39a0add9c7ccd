import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { Day } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { Badge, StatusBadge, type Tone } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { StoryLineDto } from "@/contracts/order-views";

const TONES = { SUCCEEDED: "success", PROCESSING: "info", FAILED: "danger" } as const satisfies Record<
  StoryLineDto["status"],
  Tone
>;

/** What the channel's files say, down to the line as it stands in them. */
export function StoryLines({ lines }: { lines: readonly StoryLineDto[] }) {
  const t = useTranslations("orders");
  const enums = useTranslations("enums");
  return (
    <Section title={t("lines.title")} flush>
      <DataTable
        caption={t("lines.title")}
        rows={lines}
        rowKey={(line) => `${line.statementNo}-${line.lineNo}`}
        empty={<EmptyState kind="nothing-yet" title={t("lines.none")} description={t("lines.noneText")} />}
        columns={[
          {
            key: "statement",
            header: t("lines.statement"),
            cell: (line) => (
              <span className="inline-flex items-center gap-2" title={line.fileName}>
                <ObjectLink kind="statement" no={line.statementNo} />
                {line.isSuperseded ? <Badge>{t("lines.superseded")}</Badge> : null}
              </span>
            ),
            rowHeader: true,
          },
          { key: "line", header: t("lines.line"), align: "end", cell: (line) => line.lineNo },
          {
            key: "day",
            header: t("lines.day"),
            cell: (line) => <Day on={line.settlesOn} />,
            className: "whitespace-nowrap",
          },
          { key: "kind", header: t("lines.kind"), cell: (line) => enums(`itemKind.${line.itemKind}`) },
          {
            key: "status",
            header: t("lines.status"),
            cell: (line) => <StatusBadge tone={TONES[line.status]}>{enums(`lineStatus.${line.status}`)}</StatusBadge>,
          },
          {
            key: "amount",
            header: t("lines.amount"),
            align: "end",
            cell: (line) => <Amount amountMinor={line.signedMinor} asset={line.asset} showAsset />,
          },
          {
            key: "fee",
            header: t("lines.fee"),
            align: "end",
            cell: (line) => <Amount amountMinor={line.feeMinor} asset={line.asset} />,
          },
          { key: "raw", header: t("lines.raw"), className: "w-1/3", cell: (line) => <RawLine raw={line.raw} /> },
        ]}
      />
    </Section>
  );
}

function RawLine({ raw }: { raw: string }) {
  const t = useTranslations("orders");
  return (
    <details>
      <summary className="w-fit rounded-sm text-accent text-xs">{t("lines.showRaw")}</summary>
      <code className="mt-1 block whitespace-pre-wrap break-all rounded-sm bg-sunken px-2 py-1 font-mono text-xs">
        {raw}
      </code>
    </details>
  );
}
