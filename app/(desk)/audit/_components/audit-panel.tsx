"use client";

import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValueList } from "@/components/ui/key-value-list";
import { PeekPanel } from "@/components/ui/peek-panel";
import type { AuditRowDto } from "@/contracts/audit-views";
import { useAuditWords } from "./use-audit-words";
import { useDetailWords } from "./use-detail-words";

/** One event in full: who, what, on what, with which values, and its place in the chain. */
export function AuditPanel({ event, onClose }: { event: AuditRowDto | null; onClose: () => void }) {
  const words = useAuditWords();
  return (
    <PeekPanel
      open={event !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={event ? words.action(event.action) : ""}
      description={event ? `${words.objectType(event.objectType)} ${event.objectNo}` : ""}
      keepFocus
      width="lg"
    >
      {event ? <EventFacts event={event} /> : null}
    </PeekPanel>
  );
}

function EventFacts({ event }: { event: AuditRowDto }) {
  const t = useTranslations("audit");
  const enums = useTranslations("enums");
  const sayDetail = useDetailWords();
  const { outcome } = event;
  return (
    <div className="flex flex-col gap-5">
      <KeyValueList
        items={[
          { key: "at", label: t("field.at"), value: <DateTime at={event.at} seconds /> },
          { key: "actor", label: t("field.actor"), value: event.actor },
          {
            key: "outcome",
            label: t("field.outcome"),
            value: (
              <StatusBadge tone={outcome === "DONE" ? "success" : "warning"}>
                {enums(`auditOutcome.${outcome}`)}
              </StatusBadge>
            ),
          },
          {
            key: "object",
            label: t("field.objectNo"),
            value: <ObjectLink kind={event.objectType} no={event.objectNo} />,
          },
        ]}
      />
      <Part title={t("panel.detail")}>
        {event.detail.length > 0 ? (
          <dl className="grid grid-cols-[minmax(8rem,2fr)_3fr] gap-x-3 gap-y-1.5 text-sm">
            {sayDetail(event.detail).map(({ key, label, value }) => (
              <Fragment key={key}>
                <dt title={key} className="break-words text-muted">
                  {label}
                </dt>
                <dd className="min-w-0 break-words">{value}</dd>
              </Fragment>
            ))}
          </dl>
        ) : (
          <p className="text-muted text-sm">{t("panel.noDetail")}</p>
        )}
      </Part>
      <Part title={t("panel.chain")}>
        <KeyValueList
          items={[
            { key: "seq", label: t("panel.seq"), value: `${event.stream} #${event.seq}` },
            { key: "hash", label: t("panel.hash"), value: <Hash hash={event.hash} what={t("panel.hash")} /> },
            {
              key: "prev",
              label: t("panel.prevHash"),
              value: event.prevHash ? <Hash hash={event.prevHash} what={t("panel.prevHash")} /> : t("panel.first"),
            },
            {
              key: "anchor",
              label: t("panel.anchor"),
              value: event.anchorNo === null ? t("panel.noAnchor") : t("panel.anchorNo", { no: event.anchorNo }),
            },
            { key: "command", label: t("panel.command"), value: event.commandId ?? t("panel.noCommand") },
          ]}
        />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="border-line border-b pb-1 font-medium text-muted text-xs">{title}</h3>
      <div className="pt-2">{children}</div>
    </section>
  );
}

function Hash({ hash, what }: { hash: string; what: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <span title={hash} className="font-mono text-xs">
        {hash.slice(0, 16)}…{hash.slice(-8)}
      </span>
      <CopyButton text={hash} what={what} />
    </span>
  );
}
