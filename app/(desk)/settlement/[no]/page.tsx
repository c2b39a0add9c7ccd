import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ExportMenu } from "@/components/export/export-menu";
import { RefundRequest } from "@/components/refund/refund-request";
import { RefundVouchers } from "@/components/refund/refund-vouchers";
import { SettlementStatusBadge } from "@/components/settlement/settlement-look";
import { Alert } from "@/components/ui/alert";
import { CopyButton } from "@/components/ui/copy-button";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import type { SettlementStep } from "@/contracts/settlement-moves";
import type { SettlementDetailDto } from "@/contracts/settlement-views";
import type { Actor } from "@/core/permissions/actor";
import type { SettlementStatus } from "@/core/settlement/settlement";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getClock } from "@/server/clock";
import { getEnv } from "@/server/env";
import { getSettlement } from "@/server/queries/get-settlement";
import { listStandingHoldBacks } from "@/server/queries/list-standing-hold-backs";
import { previewSettlementMove } from "@/server/queries/preview-settlement-move";
import { withdrawApprovalAction } from "../../approvals/actions";
import {
  paySettlementAction,
  proposeDepositDrawAction,
  releaseSettlementsAction,
  reviewSettlementsAction,
} from "../actions";
import { DrawDialog } from "./_components/draw-dialog";
import { HeldBack } from "./_components/held-back";
import { NextStep } from "./_components/next-step";
import { SettledLines } from "./_components/settled-lines";
import { SettlementFacts } from "./_components/settlement-facts";
import { StatementFigures } from "./_components/statement-figures";
import { StatementSheet } from "./_components/statement-sheet";

type SettlementPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: SettlementPageProps): Promise<Metadata> {
  const t = await getTranslations("settlement");
  return { title: `${t("sheet.title")} ${decodeURIComponent((await params).no)}` };
}

/** The settlement statement (结算单): how the sum comes about, with the rows behind each figure, and what became of it. */
export default async function SettlementStatementPage({ params }: SettlementPageProps) {
  const actor = await requirePermission("settlement.view");
  const settlement = await getSettlement(actor, decodeURIComponent((await params).no));
  if (!settlement) notFound();
  const t = await getTranslations("settlement");
  const { settlementNo, merchant, settledOn, request, vouchers } = settlement;
  const holdBacks = await listStandingHoldBacks(settlementNo);
  return (
    <>
      <PageBody className="print:hidden">
        <PageHeader
          crumbs={[{ label: t("title"), href: "/settlement" }, { label: settlementNo }]}
          title={`${merchant.name} · ${settledOn}`}
          badge={
            <>
              <span className="text-muted text-sm">{settlementNo}</span>
              <CopyButton text={settlementNo} what={t("column.no")} />
              <SettlementStatusBadge status={settlement.status} />
            </>
          }
          actions={
            <>
              <ExportMenu url={`/api/settlement/${encodeURIComponent(settlementNo)}/export`} filters={{}} />
              <PrintButton label={t("sheet.print")} />
            </>
          }
        />
        <NextStep
          settlement={settlement}
          next={await findNext(actor, settlement)}
          commands={{ review: reviewSettlementsAction, release: releaseSettlementsAction }}
          pay={paySettlementAction}
        />
        {settlement.may.draw ? (
          <Alert
            tone="warning"
            title={t("next.owes")}
            actions={<DrawDialog settlement={settlement} propose={proposeDepositDrawAction} />}
          >
            {t("next.owesText")}
          </Alert>
        ) : null}
        {request ? (
          <RefundRequest request={request} withdraw={withdrawApprovalAction} isLinked={may(actor, "approval.view")} />
        ) : null}
        <div className="grid items-start gap-section xl:grid-cols-[minmax(0,1fr)_24rem]">
          <StatementFigures settlement={settlement} />
          <SettlementFacts settlement={settlement} />
        </div>
        <SettledLines settlement={settlement} />
        <HeldBack settlement={settlement} holdBacks={holdBacks} />
        {vouchers ? <RefundVouchers vouchers={vouchers} asset={settlement.asset} /> : null}
      </PageBody>
      <StatementSheet
        settlement={settlement}
        held={holdBacks.held}
        address={`${getEnv().NEXTAUTH_URL ?? ""}/settlement/${encodeURIComponent(settlementNo)}`}
        printedBy={actor.displayName}
        printedAt={getClock().now().toISOString()}
      />
    </>
  );
}

const STEP_FROM: Partial<Record<SettlementStatus, SettlementStep>> = { COMPUTED: "review", REVIEWED: "release" };

/** The step that people take next, and what stands against the reader taking it. */
async function findNext(actor: Actor, { settlementNo, status }: SettlementDetailDto) {
  const step = STEP_FROM[status];
  if (!step) return null;
  const { rows } = await previewSettlementMove(actor, step, [settlementNo]);
  return { step, obstacle: rows[0]?.obstacle ?? null };
}
