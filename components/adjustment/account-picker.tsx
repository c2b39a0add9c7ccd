"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Ref } from "react";
import { Amount } from "@/components/money/amount";
import type { AdjustableAccountDto } from "@/contracts/adjustment-views";
import { SearchPicker } from "./search-picker";

type AccountPickerProps = {
  value: AdjustableAccountDto | null;
  onChange: (account: AdjustableAccountDto | null) => void;
  label: string;
  inputRef?: Ref<HTMLInputElement>;
};

/** An account by its number, its subject or whose it is. One that other work keeps is shown with the reason, and not chosen. */
export function AccountPicker({ value, onChange, label, inputRef }: AccountPickerProps) {
  const t = useTranslations("adjustments");
  return (
    <SearchPicker
      value={value}
      onChange={onChange}
      url="/api/ledger/adjustments/accounts"
      keyOf={(account) => account.accountNo}
      isDisabled={(account) => account.control !== null}
      render={(account) => <OfferedAccount account={account} />}
      placeholder={t("picker.account")}
      aria-label={label}
      inputRef={inputRef}
    />
  );
}

function OfferedAccount({ account }: { account: AdjustableAccountDto }) {
  const t = useTranslations("adjustments");
  const name = useLocale() === "zh-CN" ? account.nameZh : account.nameEn;
  return (
    <span className="flex flex-col">
      <span className="flex items-baseline gap-2">
        <span
          className={
            account.control === null ? "min-w-0 flex-1 truncate font-medium" : "min-w-0 flex-1 truncate text-muted"
          }
        >
          {account.accountNo}
        </span>
        <Amount amountMinor={account.availableMinor} asset={account.asset} showAsset className="text-muted text-xs" />
      </span>
      <span className="text-muted text-xs">
        {account.control === null
          ? [name, account.ownerName].filter(Boolean).join(" · ")
          : t(`control.${account.control}`)}
      </span>
    </span>
  );
}
