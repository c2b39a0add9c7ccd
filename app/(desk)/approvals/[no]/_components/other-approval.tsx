import { getTranslations } from "next-intl/server";
import { APPROVAL_TONES } from "@/components/approval/approval-look";
import { FieldChanges } from "@/components/approval/field-changes";
import { FieldValue } from "@/components/approval/field-value";
import { LinkedApprovals } from "@/components/approval/linked-approvals";
import { ReasonGiven } from "@/components/approval/reason-given";
import { AttachmentBox } from "@/components/attachment/attachment-box";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import { TAccounts } from "@/components/suspense/t-accounts";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/card";
import { FactGrid } from "@/components/ui/fact-grid";
import type { OtherApprovalDto } from "@/contracts/approval-views";
import { DecisionLayout } from "./decision-layout";

type OtherApprovalProps = { approval: OtherApprovalDto; nextNo: string | null };

/** A request of an act without a page of its own: what it changes, field by field, what it posts, and who signs. */
export async function OtherApproval({ approval, nextNo }: OtherApprovalProps) {
  const t = await getTranslations("approvals");
  const { act, description, accounts, asset, voucherNos } = approval;
  return (
    <>
      <OtherNotice approval={approval} />
      <DecisionLayout
        approval={approval}
        effect="OTHER"
        subject={description ? <FieldValue value={description.subject} /> : t(`act.${act}.name`)}
        nextNo={nextNo}
      >
        <OtherRequest approval={approval} />
        {description && description.changes.length > 0 ? (
          <Section title={t("other.changes")} flush>
            <FieldChanges act={act} changes={description.changes} />
          </Section>
        ) : null}
        {asset !== null && accounts.length > 0 ? (
          <Section title={t("changes.voucher")}>
            <TAccounts accounts={accounts} asset={asset} label={t("changes.voucher")} />
            {voucherNos.map((no) => (
              <ObjectLink key={no} kind="voucher" no={no} className="mr-3 text-sm" />
            ))}
          </Section>
        ) : null}
        <Section title={t("evidence.title")}>
          <AttachmentBox
            type="approval"
            no={approval.approvalNo}
            canAdd={approval.isOwn && approval.status === "PENDING"}
          />
        </Section>
        <LinkedApprovals linked={approval.linked} />
      </DecisionLayout>
    </>
  );
}

async function OtherNotice({ approval }: Pick<OtherApprovalProps, "approval">) {
  const t = await getTranslations("approvals");
  const { status, isExpired, isOutdated, changed } = approval;
  if (status !== "PENDING") return <Alert tone={APPROVAL_TONES[status]} title={t(`other.ended.${status}`)} />;
  if (isExpired) return <Alert tone="warning" title={t("other.ended.EXPIRED")} />;
  if (!isOutdated) return null;
  return (
    <Alert tone="warning" title={t("other.outdatedTitle")}>
      {t("other.outdatedText", { changed: changed.join(", ") })}
    </Alert>
  );
}

async function OtherRequest({ approval }: Pick<OtherApprovalProps, "approval">) {
  const t = await getTranslations("approvals");
  const { act, objectType, objectNo, amountMinor, asset, merchant, isOwn, maker, createdAt, reason } = approval;
  return (
    <Section title={t("request.title")}>
      <div className="flex flex-col gap-3">
        <FactGrid
          className="grid-cols-2 md:grid-cols-3"
          facts={[
            { key: "act", label: t("column.act"), value: t(`act.${act}.name`) },
            { key: "object", label: t("column.object"), value: <ObjectLink kind={objectType} no={objectNo} /> },
            ...(amountMinor !== null && asset !== null
              ? [
                  {
                    key: "amount",
                    label: t("column.amount"),
                    value: <Amount amountMinor={amountMinor} asset={asset} showAsset className="font-semibold" />,
                  },
                ]
              : []),
            ...(merchant
              ? [
                  {
                    key: "merchant",
                    label: t("column.merchant"),
                    value: (
                      <>
                        {merchant.name} <ObjectLink kind="merchant" no={merchant.no} className="underline" />
                      </>
                    ),
                  },
                ]
              : []),
            { key: "maker", label: t("column.maker"), value: isOwn ? t("request.you") : maker },
            { key: "asked", label: t("column.asked"), value: <DateTime at={createdAt} /> },
          ]}
        />
        <ReasonGiven reason={reason} />
      </div>
    </Section>
  );
}
