"use client";

import { useTranslations } from "next-intl";
import { Signatures } from "@/components/approval/signatures";
import { WithdrawButton } from "@/components/approval/withdraw-button";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import type { ServerCommand } from "@/components/refusal/use-command";
import { StatusBadge } from "@/components/ui/badge";
import type { ItemApprovalDto } from "@/contracts/suspense-views";

type RequestCardProps = {
  approval: ItemApprovalDto;
  withdraw: ServerCommand<unknown>;
  onWithdrawn: () => void;
  /** Whether the reader may open the request's page. */
  isLinked?: boolean;
};

/** The request that an item or a claim waits for, with its signatures so far; its maker can take it back. */
export function RequestCard({ approval, withdraw, onWithdrawn, isLinked = true }: RequestCardProps) {
  const t = useTranslations("suspense");
  const approvals = useTranslations("approvals");
  const enums = useTranslations("enums");
  const isResolution = approval.act === "SUSPENSE_RESOLUTION" || approval.act === "MATCH_BY_HAND";
  return (
    <section aria-labelledby="request" className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-card">
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-2">
            <h2 id="request" className="font-semibold text-base">
              {isResolution && approval.resolution
                ? t(`resolution.${approval.resolution}.name`)
                : approvals(`act.${approval.act}.name`)}
            </h2>
            {/* "Claim recovered" is what is asked for, and not so yet. */}
            {approval.isExpired ? (
              <StatusBadge tone="warning">{t("request.expired")}</StatusBadge>
            ) : (
              <StatusBadge tone="info">{enums("approvalStatus.PENDING")}</StatusBadge>
            )}
          </div>
          <p className="text-muted text-sm">
            {t.rich("request.by", {
              no: () =>
                isLinked ? (
                  <ObjectLink kind="approval" no={approval.approvalNo} className="underline" />
                ) : (
                  approval.approvalNo
                ),
              maker: approval.maker,
              at: () => <DateTime at={approval.createdAt} />,
            })}
          </p>
        </div>
        {approval.isOwn ? (
          <WithdrawButton
            approval={approval}
            effect={isResolution ? "RESOLUTION" : "OTHER"}
            withdraw={withdraw}
            onWithdrawn={onWithdrawn}
          />
        ) : null}
      </div>
      <Signatures signatures={approval.signatures} />
      {approval.isExpired ? null : (
        <p className="text-muted text-xs">
          {t.rich("request.expires", { at: () => <DateTime at={approval.expiresAt} /> })}
        </p>
      )}
    </section>
  );
}
