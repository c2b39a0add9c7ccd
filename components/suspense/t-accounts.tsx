import { ArrowRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { ObjectLink } from "@/components/object/object-link";
import { cn } from "@/components/ui/cn";
import type { TAccountDto } from "@/contracts/suspense-views";

type TAccountsProps = {
  accounts: readonly TAccountDto[];
  asset: string;
  /** Names the drawing for people who hear it. */
  label: string;
  className?: string | undefined;
};

/** A voucher as bookkeepers draw it: one T per account, debit left, credit right, the balance before and after below. */
export function TAccounts({ accounts, asset, label, className }: TAccountsProps) {
  return (
    <ul
      aria-label={label}
      className={cn("grid gap-x-5 gap-y-3 sm:grid-cols-[repeat(auto-fill,minmax(15rem,1fr))]", className)}
    >
      {accounts.map((account) => (
        <li key={account.accountNo} className="min-w-0">
          <TAccount account={account} asset={asset} />
        </li>
      ))}
    </ul>
  );
}

function TAccount({ account, asset }: { account: TAccountDto; asset: string }) {
  const t = useTranslations("suspense");
  const name = useLocale() === "zh-CN" ? account.nameZh : account.nameEn;
  return (
    <table className="w-full table-fixed border-collapse text-sm">
      <caption className="pb-1 text-left">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium text-ink" title={name}>
            {name}
          </span>
          <ObjectLink kind="account" no={account.accountNo} className="min-w-0 truncate text-xs" />
        </span>
      </caption>
      <thead>
        <tr className="border-ink/60 border-b text-muted text-xs">
          <th scope="col" className="w-1/2 pb-0.5 text-left font-normal">
            {t("voucher.debit")}
          </th>
          <th scope="col" className="border-ink/60 border-l pb-0.5 text-right font-normal">
            {t("voucher.credit")}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <SideCell amountMinor={account.debitMinor} asset={asset} className="pr-2" />
          <SideCell amountMinor={account.creditMinor} asset={asset} className="border-ink/60 border-l pl-2" />
        </tr>
      </tbody>
      {account.beforeMinor !== null && account.afterMinor !== null ? (
        <tfoot>
          <tr>
            <td colSpan={2} className="text-muted text-xs">
              <span className="flex flex-wrap items-center justify-end gap-1">
                <span className="mr-auto">{t("voucher.balance")}</span>
                <Amount amountMinor={account.beforeMinor} asset={asset} />
                <ArrowRight aria-label={t("voucher.becomes")} className="size-3" />
                <Amount amountMinor={account.afterMinor} asset={asset} className="font-medium text-ink" />
              </span>
            </td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

type SideCellProps = { amountMinor: string; asset: string; className: string };

function SideCell({ amountMinor, asset, className }: SideCellProps) {
  return (
    <td className={cn("h-7 text-right", className)}>
      {amountMinor === "0" ? null : <Amount amountMinor={amountMinor} asset={asset} className="font-medium" />}
    </td>
  );
}
