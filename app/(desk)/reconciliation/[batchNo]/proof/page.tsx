import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tab-links";
import { PROOF_TERMS } from "@/contracts/reconciliation-views";
import { requirePermission } from "@/server/auth/actor";
import { findBatch } from "@/server/queries/find-batch";
import { listProofRows } from "@/server/queries/list-proof-rows";
import { TermRows } from "./_components/term-rows";

type ProofPageProps = {
  params: Promise<{ batchNo: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const search = z.object({
  term: z.enum(PROOF_TERMS).catch("statements"),
  asset: z.string().max(16).optional().catch(undefined),
});

export async function generateMetadata({ params }: ProofPageProps): Promise<Metadata> {
  const t = await getTranslations("reconciliation");
  return { title: `${t("proof.title")} ${(await params).batchNo}` };
}

/** The rows behind a term of the equation, added up again. */
export default async function ProofPage({ params, searchParams }: ProofPageProps) {
  await requirePermission("reconciliation.view");
  const batch = await findBatch((await params).batchNo);
  if (!batch) notFound();
  const t = await getTranslations("reconciliation");
  const { term, asset: asked } = search.parse(await searchParams);
  const equation = batch.equations.find(({ asset }) => asset === asked) ?? batch.equations[0];
  const asset = equation?.asset ?? batch.asset;
  const rows = await listProofRows(batch.batchNo, term, asset);
  const of = (to: { term?: string; asset?: string }) => `?${new URLSearchParams({ term, asset, ...to })}`;
  return (
    <PageBody>
      <PageHeader
        crumbs={[
          { label: t("title"), href: "/reconciliation" },
          { label: batch.batchNo, href: `/reconciliation/${batch.batchNo}` },
          { label: t("proof.title") },
        ]}
        title={t(`equation.${TERM_NAMES[term]}`)}
        description={t("batch.of", { channel: batch.channelName, on: batch.statementOn, run: batch.runNo })}
      />
      <TabLinks
        aria-label={t("equation.term")}
        items={PROOF_TERMS.map((each) => ({
          href: of({ term: each }),
          label: t(`equation.${TERM_NAMES[each]}`),
          current: each === term,
        }))}
      />
      {batch.equations.length > 1 ? (
        <TabLinks
          aria-label={t("proof.asset")}
          items={batch.equations.map((each) => ({
            href: of({ asset: each.asset }),
            label: each.asset,
            current: each.asset === asset,
          }))}
        />
      ) : null}
      <TermRows term={term} asset={asset} rows={rows} statedMinor={equation?.[TERM_AMOUNTS[term]] ?? "0"} />
    </PageBody>
  );
}

const TERM_NAMES = { statements: "statementNet", remitted: "remitted", notDue: "notDue" } as const;
const TERM_AMOUNTS = { statements: "statementNetMinor", remitted: "remittedMinor", notDue: "notDueMinor" } as const;
