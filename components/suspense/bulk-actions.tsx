"use client";

import { Download, Layers } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { notify } from "@/components/ui/toast";
import type { ActionResult } from "@/contracts/action-result";
import { type BulkSelection, SHEET_FORMATS, type SheetFormat } from "@/contracts/bulk";
import { BulkPrepareDialog } from "./bulk-prepare-dialog";

export type BulkServer = {
  readonly prepare: ServerCommand<{ jobNo: string; rows: number }>;
  readonly export: (raw: unknown) => Promise<ActionResult<{ jobNo: string; rows: number; isJob: boolean }>>;
};

type BulkActionsProps = {
  selection: BulkSelection;
  /** How the rows are called in the question: "12 selected items". */
  what: string;
  server: BulkServer;
  mayPropose: boolean;
};

/** What can be done with many items at once: look at a proposal for them, or take them out as a sheet. */
export function BulkActions({ selection, what, server, mayPropose }: BulkActionsProps) {
  const t = useTranslations("bulk");
  const [isOpen, setOpen] = useState(false);
  useShortcut("bulkPropose", () => setOpen(true), { enabled: mayPropose });
  return (
    <>
      {mayPropose ? (
        <Button size="sm" variant="primary" onClick={() => setOpen(true)}>
          <Layers aria-hidden />
          {t("bar.propose")}
        </Button>
      ) : null}
      <ExportMenu selection={selection} send={server.export} />
      <BulkPrepareDialog
        selection={isOpen ? selection : null}
        what={what}
        prepare={server.prepare}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

type ExportMenuProps = {
  selection: BulkSelection;
  /** Where it is not the selection that is exported. */
  label?: string | undefined;
  send: BulkServer["export"];
};

/** These rows as a file: at once, or as a job where they are very many. */
export function ExportMenu({ selection, label, send }: ExportMenuProps) {
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
