import { getTranslations } from "next-intl/server";
import { Amount } from "@/components/money/amount";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { StatTile } from "@/components/ui/stat-tile";

const LOOKS = [
  { theme: "light", density: "normal" },
  { theme: "dark", density: "normal" },
  { theme: "light", density: "compact" },
  { theme: "dark", density: "compact" },
] as const;

/** The same little page in both themes and both densities at once. */
export async function SideBySide() {
  const t = await getTranslations("design");
  return (
    <Section title={t("looks.title")} description={t("looks.description")} plain>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        {LOOKS.map(({ theme, density }) => (
          <div
            key={theme + density}
            data-theme={theme}
            data-density={density}
            className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-canvas p-4 text-base"
          >
            <p className="font-medium text-muted text-xs">{t(`looks.${theme}.${density}`)}</p>
            <LookSample />
          </div>
        ))}
      </div>
    </Section>
  );
}

async function LookSample() {
  const t = await getTranslations("design");
  const rows = [
    { channel: "WeChat Pay", amountMinor: "982140055", tone: "success", state: t("sample.matched") },
    { channel: "Alipay", amountMinor: "-4129900", tone: "warning", state: t("sample.waiting") },
    { channel: "UnionPay", amountMinor: "300", tone: "danger", state: t("sample.broken") },
  ] as const;
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <StatTile label={t("sample.openItems")} value="1,204" href="#grid" note={t("sample.oldest")} tone="warning" />
        <StatTile label={t("sample.coverage")} value="100.42%" href="#grid" note={t("sample.covered")} tone="success" />
      </div>
      <Card flush>
        <DataTable
          caption={t("sample.tableCaption")}
          rows={rows}
          rowKey={(row) => row.channel}
          columns={[
            { key: "channel", header: t("sample.channel"), cell: (row) => row.channel, rowHeader: true },
            {
              key: "state",
              header: t("sample.state"),
              cell: (row) => <StatusBadge tone={row.tone}>{row.state}</StatusBadge>,
            },
            {
              key: "amount",
              header: t("sample.amount"),
              align: "end",
              cell: (row) => <Amount amountMinor={row.amountMinor} asset="CNY" />,
            },
          ]}
        />
      </Card>
      <div className="flex flex-wrap items-end gap-2">
        <Field label={t("sample.reference")} className="min-w-40 flex-1">
          <Input defaultValue="RF20261119000042" />
        </Field>
        <Button>{t("sample.cancel")}</Button>
        <Button variant="primary">{t("sample.propose")}</Button>
      </div>
      <Alert tone="info" title={t("sample.alert")} />
    </>
  );
}
