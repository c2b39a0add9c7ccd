import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Checklist } from "@/components/day-close/checklist";
import { CloseSheet } from "@/components/day-close/close-sheet";
import { PageBody } from "@/components/ui/page-body";
import { dayWire } from "@/contracts/wire";
import { requirePermission } from "@/server/auth/actor";
import { getClock } from "@/server/clock";
import { getEnv } from "@/server/env";
import { getDayClose } from "@/server/queries/get-day-close";
import { closeDayAction, proposeDayExceptionAction, proposeDayReopenAction } from "../actions";
import { Attempts } from "./_components/attempts";
import { DayHeader } from "./_components/day-header";
import { ShownAttempt } from "./_components/shown-attempt";
import { Verdict } from "./_components/verdict";

type Props = { params: Promise<{ day: string }>; searchParams: Promise<{ attempt?: string | string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("day-close"))("title", { day: (await params).day }) };
}

/** The close of one accounting day: its checklist, what stands in the way, and every attempt as it was found. */
export default async function DayClosePage({ params, searchParams }: Props) {
  const actor = await requirePermission("ledger.view");
  const day = dayWire.safeParse((await params).day);
  const now = getClock().now();
  const close = day.success ? await getDayClose(actor, day.data, now) : null;
  if (!close) notFound();
  const { attempt } = await searchParams;
  const shown = close.reports.find((report) => `${report.attempt}` === attempt) ?? null;
  const checklist = shown?.checklist ?? close.checklist;
  const commands = {
    close: closeDayAction,
    askException: proposeDayExceptionAction,
    askReopen: proposeDayReopenAction,
  };
  return (
    <>
      <PageBody className="print:hidden">
        <DayHeader close={close} roles={actor.roles} commands={commands} />
        {shown ? <ShownAttempt report={shown} day={close.day} /> : <Verdict close={close} />}
        <Checklist day={close.day} checklist={checklist} />
        <Attempts close={close} />
      </PageBody>
      <CloseSheet
        close={close}
        report={shown ?? close.report}
        checklist={checklist}
        address={`${getEnv().NEXTAUTH_URL ?? ""}/ledger/days/${close.day}`}
        printedBy={actor.displayName}
        printedAt={now.toISOString()}
      />
    </>
  );
}
