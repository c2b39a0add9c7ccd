"use client";

import { useFormatter, useLocale, useNow, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ApprovalStatusBadge } from "@/components/approval/approval-status";
import { SignatureIcon } from "@/components/approval/signatures";
import { amountColumn, dateTimeColumn, textColumn } from "@/components/grid/columns";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { ApprovalTab, InboxRowDto } from "@/contracts/approval-views";

type Column = GridColumn<InboxRowDto>;

const A_MINUTE_MS = 60_000;

/** The inbox's columns: what it is and who asks first, then how long there is still time. */
export function useApprovalColumns(tab: ApprovalTab): Column[] {
  const t = useTranslations("approvals");
  const suspense = useTranslations("suspense");
  const locale = useLocale();
  const signatures = useSignatureColumn();
  const waiting = useWaitingColumns();
  const ends = useEndColumns();
  return useMemo((): Column[] => {
    const amount = amountColumn<InboxRowDto>({
      key: "amount",
      header: t("column.amount"),
      amountMinor: (row) => row.amountMinor,
      asset: (row) => row.asset ?? "",
      locale,
      showAsset: true,
      width: 136,
    });
    const maker = textColumn<InboxRowDto>({
      key: "maker",
      header: t("column.maker"),
      text: (row) => (row.isOwn ? t("request.you") : row.maker),
      width: 108,
    });
    return [
      numberColumn("no", t("column.no"), "approval", (row) => row.approvalNo),
      textColumn({
        key: "act",
        header: t("column.act"),
        text: (row) =>
          row.resolution === null ? t(`act.${row.act}.name`) : suspense(`resolution.${row.resolution}.name`),
        width: 150,
        grow: 2,
      }),
      amount,
      textColumn({
        key: "merchant",
        header: t("column.merchant"),
        text: (row) => row.merchant?.name ?? "—",
        width: 100,
        grow: 1,
      }),
      maker,
      ...(tab === "done" || tab === "review" ? [...ends, signatures] : [signatures, ...waiting]),
      objectColumn(t("column.object")),
    ];
  }, [t, suspense, locale, signatures, waiting, ends, tab]);
}

function numberColumn(key: string, header: string, kind: string, no: (row: InboxRowDto) => string): Column {
  return linkColumn({ key, header, text: no, href: (row) => objectHref(kind, no(row)), width: 154 });
}

/** What it is about: an item of suspense, a channel's mapping, a list of rules. */
function objectColumn(header: string): Column {
  const href = (row: InboxRowDto) => objectHref(row.objectType, row.objectNo);
  return linkColumn({ key: "object", header, text: (row) => row.objectNo, href, width: 148 });
}

/** How a request ended, and when. */
function useEndColumns(): Column[] {
  const t = useTranslations("approvals");
  const enums = useTranslations("enums");
  const zone = useTimeZone() ?? "UTC";
  return useMemo(
    () => [
      {
        key: "status",
        header: t("column.status"),
        width: 116,
        text: (row) => enums(`approvalStatus.${row.isExpired ? "EXPIRED" : row.status}`),
        render: (row) => <ApprovalStatusBadge approval={row} />,
      },
      dateTimeColumn<InboxRowDto>({
        key: "closed",
        header: t("column.closed"),
        at: (row) => row.closedAt,
        zone,
        width: 140,
      }),
    ],
    [t, enums, zone],
  );
}

/** Which roles have to sign, and who has. */
function useSignatureColumn(): Column {
  const t = useTranslations("approvals");
  const shell = useTranslations("shell");
  return useMemo(
    () => ({
      key: "signatures",
      header: t("column.signatures"),
      width: 178,
      grow: 1,
      text: (row) =>
        row.signatures.map(({ role, by }) => `${shell(`role.${role}`)}: ${by ?? t("signature.missing")}`).join(", "),
      render: (row) => (
        <span className="flex h-full items-center gap-2.5">
          {row.signatures.map(({ role, by, verdict }) => (
            <span key={role} className="inline-flex items-center gap-1 [&_svg]:mt-0">
              <SignatureIcon verdict={verdict} />
              {shell(`role.${role}`)}
              <span className="sr-only">: {by ?? t("signature.missing")}</span>
            </span>
          ))}
        </span>
      ),
    }),
    [t, shell],
  );
}

/** Since when it waits, and until when: as spans, since that is what decides which one comes first. */
function useWaitingColumns(): Column[] {
  const t = useTranslations("approvals");
  const format = useFormatter();
  const now = useNow({ updateInterval: A_MINUTE_MS });
  return useMemo(() => {
    const span = (at: string) => format.relativeTime(new Date(at), { now, style: "narrow" });
    return [
      { key: "asked", header: t("column.age"), width: 78, text: (row) => span(row.createdAt) },
      {
        key: "expires",
        header: t("column.expires"),
        width: 78,
        text: (row) => (row.isExpired ? t("expired") : span(row.expiresAt)),
        className: (row) => (row.isExpired ? "text-danger" : ""),
      },
    ];
  }, [t, format, now]);
}
