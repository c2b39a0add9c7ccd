"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { FileDrop } from "@/components/ui/file-drop";
import type { MappingPageDto } from "@/contracts/mapping-views";
import type { StatementMapping } from "@/core/statements/mapping/mapping";
import { EMPTY_MAPPING } from "@/core/statements/mapping/suggest-mapping";
import { EditorForm } from "./editor-form";
import { FileButtons } from "./file-buttons";
import type { ProposeMapping } from "./mapping-desk";
import { PreviewPane } from "./preview-pane";
import { ProposeBar, ProposedChanges } from "./propose-bar";
import { type FileHead, readHead, useMappingTrial } from "./use-mapping-trial";

type MappingEditorProps = { page: MappingPageDto; mayPropose: boolean; propose: ProposeMapping };

/** The settings on the left, what they make of a dropped file on the right, and below what would change. */
export function MappingEditor({ page, mayPropose, propose }: MappingEditorProps) {
  const t = useTranslations("mappings");
  const [mapping, setMapping] = useState<StatementMapping>(page.mapping ?? withZone(page.timezone));
  const [file, setFile] = useState<FileHead | null>(null);
  const [isPacked, setIsPacked] = useState(false);
  const { trial, hasFailed, suggest } = useMappingTrial(page.channel, mapping, file);

  const take = async ([first]: File[]) => {
    const head = first ? await readHead(first) : null;
    setIsPacked(head === null);
    if (head === null) return;
    // Settings that somebody made stay; a first mapping begins with what the file's columns are called.
    if (page.mapping === null && file === null) await restart(head);
    setFile(head);
  };
  const restart = async (head: FileHead) => {
    const suggested = await suggest(head);
    if (suggested) setMapping(suggested);
  };
  return (
    <div className="flex flex-col gap-section">
      {file === null ? (
        <FileDrop label={t("drop.label")} hint={t("drop.hint")} multiple={false} onFiles={take} />
      ) : null}
      {isPacked ? <Alert tone="warning" urgent title={t("drop.packed")} /> : null}
      {hasFailed ? <Alert tone="warning" title={t("drop.failed")} /> : null}
      <div className="grid items-start gap-section lg:grid-cols-[21rem_minmax(0,1fr)]">
        <EditorForm mapping={mapping} columns={trial?.preview.columns ?? []} onChange={setMapping} />
        <div className="flex min-w-0 flex-col gap-section">
          <ProposeBar page={page} trial={trial} mapping={mapping} mayPropose={mayPropose} propose={propose}>
            {file ? <FileButtons onFiles={take} onSuggest={() => void restart(file)} /> : null}
          </ProposeBar>
          <PreviewPane trial={file === null ? null : trial} file={file} mapping={mapping} onChange={setMapping} />
          <ProposedChanges page={page} trial={trial} />
        </div>
      </div>
    </div>
  );
}

function withZone(zone: string): StatementMapping {
  return EMPTY_MAPPING.time.as === "LOCAL"
    ? { ...EMPTY_MAPPING, time: { ...EMPTY_MAPPING.time, zone } }
    : EMPTY_MAPPING;
}
