import { useTranslations } from "next-intl";
import { objectHref } from "@/components/object/object-href";
import { ButtonLink } from "@/components/ui/button";
import { EntriesGrid } from "@/components/voucher/entries-grid";
import type { MerchantAccount, MerchantDto } from "@/contracts/merchant-views";

type MerchantEntriesProps = { merchant: MerchantDto; account: MerchantAccount };

/** The entries of the account whose card is chosen above. */
export function MerchantEntries({ merchant, account }: MerchantEntriesProps) {
  const t = useTranslations("merchants");
  const shown = merchant.accounts.find((one) => one.account === account && one.asset === "CNY") ?? merchant.accounts[0];
  if (!shown) return null;
  return (
    <EntriesGrid
      key={shown.accountNo}
      accountNo={shown.accountNo}
      aside={
        <>
          <h2 className="font-medium text-sm">{t(`account.${shown.account}`)}</h2>
          <ButtonLink size="sm" href={objectHref("account", shown.accountNo) ?? "/ledger"}>
            {t("entries.ledger")}
          </ButtonLink>
        </>
      }
    />
  );
}
