import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { useSubjectNameByCode } from "@/components/voucher/subject-name";
import type { CoverageDto, PositionAccountDto } from "@/contracts/position-views";

type HeldTableProps = { accounts: readonly PositionAccountDto[]; coverage: CoverageDto };

/** Every bank and channel account that we hold others' money on. */
export function HeldTable({ accounts, coverage }: HeldTableProps) {
  const t = useTranslations("position");
  const nameOf = useSubjectNameByCode();
  const { asset, heldMinor } = coverage;
  const rows = accounts.filter(({ glCode, asset: own }) => own === asset && (glCode === "1002" || glCode === "1122"));
  return (
    <div id={`held-${asset}`} className="scroll-mt-16">
      <Section title={t("heldTable.title", { asset })} description={t("heldTable.description")} flush>
        <DataTable
          caption={t("heldTable.title", { asset })}
          rows={rows}
          rowKey={(row) => row.accountNo}
          columns={[
            {
              key: "account",
              header: t("account"),
              rowHeader: true,
              cell: (row) => <ObjectLink kind="account" no={row.accountNo} />,
              footer: t("total"),
            },
            {
              key: "subject",
              header: t("subject"),
              cell: (row) => (
                <>
                  {nameOf(row.glCode)} <span className="text-muted">· {row.ownerName ?? row.owner}</span>
                </>
              ),
            },
            {
              key: "balance",
              header: t("balanceIn", { asset }),
              align: "end",
              cell: (row) => <Amount amountMinor={row.postedMinor} asset={asset} />,
              footer: <Amount amountMinor={heldMinor} asset={asset} />,
            },
          ]}
        />
      </Section>
    </div>
  );
}
