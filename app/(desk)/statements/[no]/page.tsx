import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Alert } from "@/components/ui/alert";
import { StatusBadge } from "@/components/ui/badge";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { findStatement } from "@/server/queries/find-statement";
import { rehearseReconciliationAction, runReconciliationAction } from "../../reconciliation/actions";
import { FileFacts } from "./_components/file-facts";
import { LineGrid } from "./_components/line-grid";
import { ReconcileDay } from "./_components/reconcile-day";
import { StatedTotals } from "./_components/stated-totals";
import { StatementTotals } from "./_components/statement-totals";
import { VersionDifference } from "./_components/version-difference";

type StatementPageProps = { params: Promise<{ no: string }> };

export async function generateMetadata({ params }: StatementPageProps): Promise<Metadata> {
  return { title: (await params).no };
}

export default async function StatementPage({ params }: StatementPageProps) {
  const actor = await requirePermission("statement.view");
  const statement = await findStatement((await params).no);
  if (!statement) notFound();
  const t = await getTranslations("statements");
  const { statementNo, version, isNewest, channel, channelName, settlesOn } = statement;
  return (
    <PageBody>
      <PageHeader
        crumbs={[{ label: t("title"), href: "/statements" }, { label: statementNo }]}
        title={statementNo}
        badge={
          <StatusBadge tone={isNewest ? "info" : "neutral"}>
            {t(isNewest ? "state.newest" : "state.superseded", { version })}
          </StatusBadge>
        }
        description={t("detail.of", { channel: channelName, on: settlesOn })}
        actions={
          <ReconcileDay
            statement={{ isNewest, reconciliation: statement.reconciliation, batchNo: statement.batchNo }}
            channel={{ code: channel, name: channelName }}
            day={settlesOn}
            mayRun={may(actor, "reconciliation.run")}
            actions={{ run: runReconciliationAction, dryRun: rehearseReconciliationAction }}
          />
        }
      />
      {isNewest && statement.reconciliation === "OUTDATED" ? (
        <Alert tone="warning" title={t("detail.outdated")}>
          {t("detail.outdatedText")}
        </Alert>
      ) : null}
      <div className="grid gap-section lg:grid-cols-2">
        <StatementTotals statement={statement} />
        <FileFacts statement={statement} />
      </div>
      {statement.footer ? <StatedTotals footer={statement.footer} /> : null}
      {version > 1 && actor.scope === null ? <VersionDifference statementNo={statementNo} version={version} /> : null}
      <LineGrid statementNo={statementNo} />
    </PageBody>
  );
}
