"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { isPermitted, type Role } from "@/core/permissions/permissions";

type JournalDownloadProps = {
  /** Days, inclusive; null is the beginning or the end of the book. */
  from: string | null;
  to: string | null;
  /** The reader's; nothing is shown to who may not take the journal out. */
  roles: readonly Role[];
};

/** The vouchers of these days as a file. An answer that is a file leaves the page where it is. */
export function JournalDownload({ from, to, roles }: JournalDownloadProps) {
  const t = useTranslations("ledger");
  if (!isPermitted(roles, "ledger.export")) return null;
  const take = (format: "csv" | "hledger") => {
    const query = new URLSearchParams({ format, ...(from ? { from } : {}), ...(to ? { to } : {}) });
    window.location.assign(`/api/ledger/export?${query}`);
  };
  return (
    <Menu
      trigger={
        <Button>
          <Download aria-hidden />
          {t("export.open")}
        </Button>
      }
    >
      <MenuItem onSelect={() => take("csv")}>{t("export.csv")}</MenuItem>
      <MenuItem onSelect={() => take("hledger")}>{t("export.hledger")}</MenuItem>
    </Menu>
  );
}
