"use client";

import { useFormatter, useLocale, useNow, useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ApprovalStatusBadge } from "@/components/approval/approval-status";
import { SignatureIcon } from "@/components/approval/signatures";
import { amountColumn, dateTimeColumn, textColumn } from "@/components/grid/columns";
import { linkColumn } from "@/components/grid/link-column";
import type { GridColumn } from "@/components/grid/types";
import { objectHref } from "@/components/object/object-href";
import type { ApprovalRowDto, ApprovalTab } from "@/contracts/approval-views";

type Column = GridColumn<ApprovalRowDto>;

const A_MINUTE_MS = 60_000;

export function useApprovalColumns(tab: ApprovalTab): Column[] {
  const t = useTranslations("approvals");
  const suspense = useTranslations("suspense");
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  const signatures = useSignatureColumn();
  const expires = useExpiryColumn();
  const ends = useEndColumns();
  return useMemo((): Column[] => {
    return [
      linkColumn({
        key: "no",
        header: t("column.no"),
        text: (row) => row.approvalNo,
        href: (row) => objectHref("approval", row.approvalNo),
        width: 158,
      }),
      textColumn({
        key: "act",
        header: t("column.act"),
        text: (row) => suspense(`resolution.${row.resolution}.name`),
        width: 170,
        grow: 1,
      }),
      amountColumn({
        key: "amount",
        header: t("column.amount"),
        amountMinor: (row) => row.amountMinor,
        asset: (row) => row.asset,
        locale,
        showAsset: true,
        width: 126,
      }),
      linkColumn({
        key: "object",
        header: t("column.object"),
        text: (row) => row.objectNo,
        href: (row) => objectHref("suspense", row.objectNo),
        width: 158,
      }),
      textColumn({
        key: "merchant",
        header: t("column.merchant"),
        text: (row) => row.merchant?.name ?? "—",
        width: 120,
        grow: 1,
      }),
      textColumn({
        key: "maker",
        header: t("column.maker"),
        text: (row) => (row.isOwn ? t("request.you") : row.maker),
        width: 120,
      }),
      signatures,
      dateTimeColumn({ key: "asked", header: t("column.asked"), at: (row) => row.createdAt, zone, width: 140 }),
      ...(tab === "done" ? ends : [expires]),
    ];
  }, [t, suspense, locale, zone, signatures, expires, ends, tab]);
}

/** How a request ended, and when. */
function useEndColumns(): Column[] {
  const t = useTranslations("approvals");
  const enums = useTranslations("enums");
  const zone = useTimeZone() ?? "UTC";
  return useMemo(
    () => [
      dateTimeColumn<ApprovalRowDto>({
        key: "closed",
        header: t("column.closed"),
        at: (row) => row.closedAt,
        zone,
        width: 140,
      }),
      {
        key: "status",
        header: t("column.status"),
        width: 116,
        text: (row) => enums(`approvalStatus.${row.isExpired ? "EXPIRED" : row.status}`),
        render: (row) => <ApprovalStatusBadge approval={row} />,
      },
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
      width: 176,
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

/** How long there is still time to sign; red in the last hours, and "expired" is a word of its own. */
function useExpiryColumn(): Column {
  const t = useTranslations("approvals");
  const format = useFormatter();
  const now = useNow({ updateInterval: A_MINUTE_MS });
  return useMemo(
    () => ({
      key: "expires",
      header: t("column.expires"),
      width: 112,
      text: (row) => (row.isExpired ? t("expired") : format.relativeTime(new Date(row.expiresAt), now)),
      className: (row) => (row.isExpired ? "text-danger" : ""),
    }),
    [t, format, now],
  );
}
