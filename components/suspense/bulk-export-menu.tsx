"use client";

import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useCommand } from "@/components/refusal/use-command";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import type { ActionResult } from "@/contracts/action-result";
import type { AskedSelection } from "@/contracts/bulk";
import { SHEET_FORMATS, type SheetFormat } from "@/contracts/sheet-formats";

export type BulkExportServer = (raw: unknown) => Promise<ActionResult<{ jobNo: string; rows: number; isJob: boolean }>>;

type BulkExportMenuProps = {
  selection: AskedSelection;
  /** Where it is not the selection that is exported. */
  label?: string | undefined;
  send: BulkExportServer;
};

/** These rows as a file: at once, or as a job where they are very many. */
export function BulkExportMenu({ selection, label, send }: BulkExportMenuProps) {
  const t = useTranslations("bulk");
  const say = useRefusalText();
  const locale = useLocale();
  const router = useRouter();
  const { run, pending } = useCommand(async (raw: unknown) => {
    const result = await send(raw);
    if (!result.ok) notify.danger(say(result.refusal));
    return result;
  });
  const take = async (format: SheetFormat) => {
    const done = await run({ selection, format, locale });
    if (done === null) return;
    if (done.isJob) {
      notify.success(t("bar.exportJob", { count: done.rows }));
      router.push(`/suspense/bulk/${done.jobNo}`);
      return;
    }
    window.location.assign(`/api/suspense/exports/${done.jobNo}`);
  };
  return (
    <Menu
      align="start"
      trigger={
        <Button size="sm" pending={pending}>
          <Download aria-hidden />
          {label ?? t("bar.export")}
        </Button>
      }
    >
      {SHEET_FORMATS.map((format) => (
        <MenuItem key={format} onSelect={() => void take(format)}>
          {t(`bar.${format}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
