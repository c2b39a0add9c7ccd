"use client";

import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { SHEET_FORMATS } from "@/contracts/sheet-formats";

type ExportMenuProps = {
  /** The route that answers with the file; it is told `format` and `locale`. */
  url: string;
  /** What the page shows, in its own filters; empty ones are left out. */
  filters: Readonly<Record<string, string | null>>;
};

/** This view as a file. An answer that is a file leaves the page where it is. */
export function ExportMenu({ url, filters }: ExportMenuProps) {
  const t = useTranslations("exports");
  const locale = useLocale();
  const take = (format: string) => {
    const query = new URLSearchParams({ format, locale });
    for (const [name, value] of Object.entries(filters)) if (value !== null) query.set(name, value);
    window.location.assign(`${url}?${query}`);
  };
  return (
    <Menu
      trigger={
        <Button>
          <Download aria-hidden />
          {t("open")}
        </Button>
      }
    >
      {SHEET_FORMATS.map((format) => (
        <MenuItem key={format} onSelect={() => take(format)}>
          {t(format)}
        </MenuItem>
      ))}
    </Menu>
  );
}
