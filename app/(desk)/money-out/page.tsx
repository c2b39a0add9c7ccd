import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requirePermission } from "@/server/auth/actor";
import { may } from "@/server/auth/may";
import { getMoneyOut } from "@/server/queries/get-money-out";
import { CasesTable } from "./_components/cases-table";
import { FlowsTable } from "./_components/flows-table";
import { StopDialog } from "./_components/stop-dialog";
import { StopNotice } from "./_components/stop-notice";
import { closeMoneyCaseAction, proposeResumeAction, stopMoneyOutAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("money-out"))("title") };
}

/** What is on its way out through each channel, what stops it, and what only people can put right. */
export default async function MoneyOutPage({ searchParams }: { searchParams: Promise<{ cases?: string }> }) {
  const actor = await requirePermission("moneyOut.view");
  const t = await getTranslations("money-out");
  const onlyOpen = (await searchParams).cases === "open";
  const { stops, flows, cases } = await getMoneyOut(onlyOpen);
  const isStoppedByHand = stops.some((stop) => stop.cause === "PERSON");
  const stop = may(actor, "moneyOut.stop") && !isStoppedByHand ? <StopDialog stop={stopMoneyOutAction} /> : null;
  return (
    <PageBody>
      <PageHeader title={t("title")} description={t("description")} actions={stop} />
      {stops.map((one) => (
        <StopNotice
          key={one.id ?? one.cause}
          stop={one}
          resume={may(actor, "moneyOut.resume") && one.id !== null ? proposeResumeAction : null}
        />
      ))}
      <FlowsTable flows={flows} />
      <CasesTable
        cases={cases}
        onlyOpen={onlyOpen}
        settles={may(actor, "payout.view")}
        close={may(actor, "moneyCase.close") ? closeMoneyCaseAction : null}
      />
    </PageBody>
  );
}
