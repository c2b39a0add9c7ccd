"use client";

import { Layers } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ServerCommand } from "@/components/refusal/use-command";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import type { AskedSelection } from "@/contracts/bulk";
import { BulkExportMenu, type BulkExportServer } from "./bulk-export-menu";
import { BulkPrepareDialog } from "./bulk-prepare-dialog";

export type BulkServer = {
  readonly prepare: ServerCommand<{ jobNo: string; rows: number }>;
  readonly export: BulkExportServer;
};

type BulkActionsProps = {
  selection: AskedSelection;
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
      <BulkExportMenu selection={selection} send={server.export} />
      <BulkPrepareDialog
        selection={isOpen ? selection : null}
        what={what}
        prepare={server.prepare}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
