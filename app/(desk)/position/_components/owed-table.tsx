import Link from "next/link";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { useSubjectNameByCode } from "@/components/voucher/subject-name";
import type { CoverageDto, OwedSubjectDto, PositionAccountDto } from "@/contracts/position-views";

const IN_TRANSIT = ["2241", "2242", "2243"];

type OwedTableProps = {
  accounts: readonly PositionAccountDto[];
  owed: readonly OwedSubjectDto[];
  coverage: CoverageDto;
};
/** Many accounts of one subject, or one account. */
type OwedRow = { glCode: string; accountNo: string | null; of: string; amountMinor: string };

/** What is owed: to merchants by use, the unexplained surplus per channel, and what is on its way out. */
export function OwedTable({ accounts, owed, coverage }: OwedTableProps) {
  const t = useTranslations("position");
  const nameOf = useSubjectNameByCode();
  const { asset, owedMinor } = coverage;
  const rows = useOwedRows(accounts, owed, asset);
  return (
    <div id={`owed-${asset}`} className="scroll-mt-16">
      <Section title={t("owedTable.title", { asset })} description={t("owedTable.description")} flush>
        <DataTable
          caption={t("owedTable.title", { asset })}
          rows={rows}
          rowKey={(row) => row.accountNo ?? row.glCode}
          columns={[
            {
              key: "account",
              header: t("account"),
              rowHeader: true,
              cell: (row) => <OwedLink row={row} />,
              footer: t("total"),
            },
            {
              key: "subject",
              header: t("subject"),
              cell: (row) => (
                <>
                  {nameOf(row.glCode)} <span className="text-muted">· {row.of}</span>
                </>
              ),
            },
            {
              key: "balance",
              header: t("balanceIn", { asset }),
              align: "end",
              cell: (row) => <Amount amountMinor={row.amountMinor} asset={asset} />,
              footer: <Amount amountMinor={owedMinor} asset={asset} />,
            },
          ]}
        />
      </Section>
    </div>
  );
}

function OwedLink({ row: { accountNo, glCode } }: { row: OwedRow }) {
  if (accountNo !== null) return <ObjectLink kind="account" no={accountNo} />;
  return (
    <Link href={`/ledger/accounts?subject=${glCode}`} prefetch={false} className={LINK_CLASS}>
      {glCode}
    </Link>
  );
}

function useOwedRows(
  accounts: readonly PositionAccountDto[],
  owed: readonly OwedSubjectDto[],
  asset: string,
): OwedRow[] {
  const t = useTranslations("position");
  const toMerchants = owed
    .filter((subject) => subject.asset === asset)
    .map(({ glCode, accounts: count, postedMinor }): OwedRow => {
      return { glCode, accountNo: null, of: t("accountsOf", { count }), amountMinor: postedMinor };
    });
  const others = accounts
    .filter((account) => account.asset === asset && IN_TRANSIT.includes(account.glCode))
    .map(({ glCode, accountNo, ownerName, postedMinor }): OwedRow => {
      return { glCode, accountNo, of: ownerName ?? t("company"), amountMinor: postedMinor };
    });
  return [...toMerchants, ...others];
}
