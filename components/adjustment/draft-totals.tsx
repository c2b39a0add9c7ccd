import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import type { AssetTotal } from "@/core/adjustments/judge-voucher";

/** Debits and credits so far, per asset, below their columns; and beside them whether they are equal, in words. */
export function DraftTotals({ totals }: { totals: readonly AssetTotal[] }) {
  const t = useTranslations("adjustments");
  return (
    <tfoot>
      {totals.map(({ asset, debitMinor, creditMinor, missingSide, missingMinor }) => (
        <tr key={asset} className="border-line border-t">
          <th scope="row" className="py-1.5 text-left font-medium">
            {missingSide === null
              ? t("totals.even", { asset })
              : t.rich(`totals.missing.${missingSide}`, {
                  asset,
                  amount: () => (
                    <Amount amountMinor={`${missingMinor}`} asset={asset} className="font-semibold text-danger" />
                  ),
                })}
          </th>
          <td className="py-1.5 pr-2.5 pl-2 text-right">
            <Amount amountMinor={`${debitMinor}`} asset={asset} className="font-medium" />
          </td>
          <td className="py-1.5 pr-2.5 pl-2 text-right">
            <Amount amountMinor={`${creditMinor}`} asset={asset} className="font-medium" />
          </td>
          <td />
        </tr>
      ))}
    </tfoot>
  );
}
