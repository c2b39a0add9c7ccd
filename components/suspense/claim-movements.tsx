import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import type { ClaimDto } from "@/contracts/claim-views";

/** What came of a claim, part by part; each is a voucher that was approved. */
export function ClaimMovements({ claim }: { claim: ClaimDto }) {
  const t = useTranslations("suspense");
  return (
    <DataTable
      caption={t("claims.movements")}
      rows={claim.movements}
      rowKey={(row) => row.key}
      empty={<EmptyState kind="nothing-yet" title={t("claims.noMovement")} description={t("claims.noMovementText")} />}
      columns={[
        {
          key: "kind",
          header: t("claims.what"),
          rowHeader: true,
          cell: (row) => t(`claims.movement.${row.kind}`),
        },
        {
          key: "amount",
          header: t("claims.amount"),
          align: "end",
          cell: (row) => <Amount amountMinor={row.amountMinor} asset={claim.asset} showAsset />,
        },
        { key: "at", header: t("claims.at"), cell: (row) => <DateTime at={row.at} /> },
        {
          key: "voucher",
          header: t("claims.voucher"),
          cell: (row) => <ObjectLink kind="voucher" no={row.voucherNo} />,
        },
        {
          key: "request",
          header: t("claims.request"),
          cell: (row) => <ObjectLink kind="approval" no={row.approvalNo} />,
        },
        { key: "maker", header: t("claims.maker"), cell: (row) => row.maker },
        { key: "reason", header: t("propose.reason"), cell: (row) => row.reason },
      ]}
    />
  );
}
