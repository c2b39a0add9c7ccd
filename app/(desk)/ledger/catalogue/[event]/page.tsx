import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { requirePermission } from "@/server/auth/actor";
import { findPostingRule } from "@/server/queries/list-posting-rules";
import { RuleSheet } from "../_components/rule-sheet";

type Props = {
  params: Promise<{ event: string }>;
  searchParams: Promise<{ version?: string | string[] }>;
};

/** What an address may ask for; a version is a small number. */
const VERSION = /^[1-9]\d{0,3}$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("catalogue");
  return { title: `${t("rule")} ${decodeURIComponent((await params).event)}` };
}

export default async function RulePage({ params, searchParams }: Props) {
  await requirePermission("ledger.view");
  const [{ event }, { version }] = await Promise.all([params, searchParams]);
  if (version !== undefined && (typeof version !== "string" || !VERSION.test(version))) notFound();
  const history = await findPostingRule(decodeURIComponent(event), version === undefined ? null : Number(version));
  if (!history) notFound();
  return (
    <PageBody>
      <RuleSheet history={history} />
    </PageBody>
  );
}
