import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { Card } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import { useSubjectName } from "@/components/voucher/subject-name";
import type { AccountDto } from "@/contracts/ledger-views";

/** What the account is, whose, and what stands on it. */
export function AccountFacts({ account }: { account: AccountDto }) {
  const t = useTranslations("ledger");
  const nameOf = useSubjectName();
  const { asset } = account;
  const items = [
    { key: "posted", label: t("accounts.posted"), value: <Balance minor={account.postedMinor} asset={asset} isMain /> },
    {
      key: "subject",
      label: t("account.subject"),
      value: (
        <Link href={`/ledger/accounts?subject=${account.glCode}`} className={LINK_CLASS}>
          {account.glCode} {nameOf(account)}
        </Link>
      ),
    },
    { key: "side", label: t("account.side"), value: t(`side.${account.normalSide}`) },
    { key: "frozen", label: t("accounts.frozen"), value: <Balance minor={account.frozenMinor} asset={asset} /> },
    { key: "owner", label: t("account.owner"), value: <Owner account={account} /> },
    { key: "fundOwner", label: t("account.fundOwner"), value: t(`owner.${account.fundOwner}`) },
    {
      key: "available",
      label: t("accounts.available"),
      value: <Balance minor={account.availableMinor} asset={asset} isMain />,
    },
    { key: "opened", label: t("account.opened"), value: <DateTime at={account.openedAt} /> },
    {
      key: "overdraft",
      label: t("account.overdraft"),
      value: t(account.allowNegative ? "account.yes" : "account.no"),
    },
  ];
  // Where nothing waits there is nothing to say about it.
  const pending = {
    key: "pending",
    label: t("account.pending"),
    value: <Balance minor={account.pendingMinor} asset={asset} />,
  };
  const shown = account.pendingMinor === "0" ? items : [...items, pending];
  return (
    <Card>
      <KeyValueList items={shown} columns={3} />
    </Card>
  );
}

function Balance({ minor, asset, isMain }: { minor: string; asset: string; isMain?: boolean }) {
  return <Amount amountMinor={minor} asset={asset} showAsset className={isMain ? "font-semibold" : undefined} />;
}

function Owner({ account }: { account: AccountDto }): ReactNode {
  const t = useTranslations("ledger");
  const { ownerType, ownerNo, ownerName } = account;
  if (ownerType === "company" || ownerNo === null) return t("account.ownerCompany");
  if (ownerType === "bank") return t("account.ownerBank", { no: ownerNo });
  return (
    <span className="flex flex-col items-start">
      {ownerName}
      <ObjectLink kind={ownerType} no={ownerNo} />
    </span>
  );
}
