import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime, Day } from "@/components/money/date-time";
import { LINK_CLASS, ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import { type KeyValue, KeyValueList } from "@/components/ui/key-value-list";
import { useEventName } from "@/components/voucher/use-event-name";
import type { VoucherDto } from "@/contracts/ledger-views";
import { isPermitted, type Role } from "@/core/permissions/permissions";
import { VoucherTrail } from "./voucher-trail";

type VoucherFactsProps = { voucher: VoucherDto; roles: readonly Role[] };

/** What the voucher is about, who caused it, and what stands before and behind it. */
export function VoucherFacts({ voucher, roles }: VoucherFactsProps) {
  const t = useTranslations("ledger");
  const items: KeyValue[] = [
    { key: "object", label: t("voucher.object"), value: <VoucherObject voucher={voucher} /> },
    { key: "day", label: t("voucher.day"), value: <Day on={voucher.accountingOn} /> },
    { key: "occurred", label: t("voucher.occurred"), value: <DateTime at={voucher.occurredAt} seconds /> },
    { key: "posted", label: t("voucher.posted"), value: <DateTime at={voucher.createdAt} seconds /> },
    { key: "rule", label: t("voucher.rule"), value: <VoucherRule voucher={voucher} /> },
    { key: "cause", label: t("voucher.cause"), value: <VoucherCause voucher={voucher} /> },
    { key: "approval", label: t("voucher.approval"), value: <VoucherApproval voucher={voucher} roles={roles} /> },
    ...voucherLink("reverses", t("voucher.reverses"), voucher.reversesVoucherNo),
    ...voucherLink("reversedBy", t("voucher.reversedBy"), voucher.reversedByVoucherNo),
    ...(voucher.memo === "" ? [] : [{ key: "memo", label: t("voucher.memo"), value: voucher.memo }]),
    ...(voucher.audit
      ? [{ key: "trail", label: t("voucher.trail"), value: <VoucherTrail audit={voucher.audit} /> }]
      : []),
    {
      key: "key",
      label: t("voucher.key"),
      value: <span className="break-all font-mono text-xs">{voucher.idempotencyKey}</span>,
    },
  ];
  return (
    <Section title={t("voucher.facts")}>
      <KeyValueList items={items} />
    </Section>
  );
}

function voucherLink(key: string, label: string, no: string | null): KeyValue[] {
  return no === null ? [] : [{ key, label, value: <ObjectLink kind="voucher" no={no} /> }];
}

function VoucherObject({ voucher }: { voucher: VoucherDto }) {
  const enums = useTranslations("enums");
  const key = `objectType.${voucher.objectType}`;
  return (
    <span className="flex flex-col items-start">
      <span className="text-muted text-xs">{enums.has(key) ? enums(key) : voucher.objectType}</span>
      <ObjectLink kind={voucher.objectType} no={voucher.objectNo} className="whitespace-normal break-all" />
    </span>
  );
}

/** The rule in the very version that made the voucher. */
function VoucherRule({ voucher: { event, ruleVersion } }: { voucher: VoucherDto }) {
  const t = useTranslations("catalogue");
  const eventName = useEventName();
  const version = ruleVersion === null ? "" : `?version=${ruleVersion}`;
  return (
    <Link href={`/ledger/catalogue/${encodeURIComponent(event)}${version}`} prefetch={false} className={LINK_CLASS}>
      {ruleVersion === null ? eventName(event) : t("versionNo", { version: ruleVersion })}
    </Link>
  );
}

function VoucherCause({ voucher }: { voucher: VoucherDto }): ReactNode {
  const t = useTranslations("ledger");
  const enums = useTranslations("enums");
  const { actor, name } = voucher.command;
  const key = `auditAction.${name}`;
  const action = enums.has(key) ? enums(key) : name;
  return t("voucher.by", { actor: actor ?? t("voucher.system"), action });
}

function VoucherApproval({ voucher, roles }: VoucherFactsProps): ReactNode {
  const t = useTranslations("ledger");
  const shell = useTranslations("shell");
  const { approval } = voucher;
  if (!approval) return <span className="text-muted">{t("voucher.noApproval")}</span>;
  return (
    <span className="flex flex-col items-start">
      {isPermitted(roles, "approval.view") ? (
        <ObjectLink kind="approval" no={approval.approvalNo} />
      ) : (
        approval.approvalNo
      )}
      <span>
        {t("voucher.maker")}: {approval.maker}
      </span>
      {approval.checkers.map((checker) => (
        <span key={checker.asRole}>
          {t("voucher.checker")}: {checker.name} ({shell(`role.${checker.asRole}`)})
        </span>
      ))}
    </span>
  );
}
