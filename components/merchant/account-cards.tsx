import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Amount } from "@/components/money/amount";
import { cn } from "@/components/ui/cn";
import type { MerchantAccount, MerchantAccountDto, MerchantDto } from "@/contracts/merchant-views";
import { isPermitted, type Role } from "@/core/permissions/permissions";

type AccountCardsProps = {
  merchant: MerchantDto;
  roles: readonly Role[];
  /** Whose entries stand below. */
  chosen: MerchantAccount | null;
};

/** What we hold for a merchant, by use. Each card leads to its entries, for those who may read them. */
export function AccountCards({ merchant, roles, chosen }: AccountCardsProps) {
  const t = useTranslations("merchants");
  const mayRead = isPermitted(roles, "ledger.view");
  return (
    <section aria-label={t("accounts")} className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      {merchant.accounts.map((account) => (
        <AccountCard
          key={account.accountNo}
          account={account}
          href={mayRead ? hrefOf(merchant, account) : null}
          isChosen={account.account === chosen && account.asset === "CNY"}
        />
      ))}
    </section>
  );
}

/** The usual accounts open below the cards; one of another asset has its page in the ledger. */
function hrefOf(merchant: MerchantDto, account: MerchantAccountDto): string {
  if (account.asset !== "CNY") return `/ledger/accounts/${encodeURIComponent(account.accountNo)}`;
  return `/merchants/${encodeURIComponent(merchant.merchantNo)}?tab=entries&account=${account.account}`;
}

type AccountCardProps = { account: MerchantAccountDto; href: string | null; isChosen: boolean };

function AccountCard({ account, href, isChosen }: AccountCardProps) {
  const t = useTranslations("merchants");
  const name = t(`account.${account.account}`);
  const { asset } = account;
  const box = cn(
    "flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface p-card shadow-card",
    isChosen && "border-accent hover:border-accent",
  );
  const content = (
    <>
      <span className="flex items-baseline justify-between gap-2 text-muted text-sm">
        <span className="truncate">{name}</span>
        <span className="text-xs">{asset}</span>
      </span>
      <Amount
        amountMinor={account.availableMinor}
        asset={asset}
        className="truncate font-semibold text-xl tracking-tight group-hover:text-accent"
      />
      <Parts>
        <Part label={t("card.posted")} amountMinor={account.postedMinor} asset={asset} />
        <Part label={t("card.frozen")} amountMinor={account.frozenMinor} asset={asset} />
      </Parts>
    </>
  );
  if (href === null) return <div className={box}>{content}</div>;
  return (
    <Link href={href} scroll={false} className={cn("group transition-colors hover:border-line-strong", box)}>
      {content}
    </Link>
  );
}

function Parts({ children }: { children: ReactNode }) {
  return <span className="flex flex-wrap gap-x-4 text-muted text-xs">{children}</span>;
}

function Part({ label, amountMinor, asset }: { label: string; amountMinor: string; asset: string }) {
  return (
    <span className="whitespace-nowrap">
      {label} <Amount amountMinor={amountMinor} asset={asset} />
    </span>
  );
}
