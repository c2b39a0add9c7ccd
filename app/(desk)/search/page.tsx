import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { objectHref } from "@/components/object/object-href";
import { PageBody } from "@/components/ui/page-body";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/server/auth/actor";
import { findAnything } from "@/server/queries/find-anything";
import { SearchForm } from "./_components/search-form";
import { SearchResults } from "./_components/search-results";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("search"))("title") };
}

type Props = { searchParams: Promise<{ q?: string | string[] }> };

/** A number that names one thing leads straight there. Everybody may search; each finds what their roles show. */
export default async function SearchPage({ searchParams }: Props) {
  const actor = await requireActor();
  const { q } = await searchParams;
  const found = await findAnything(actor, typeof q === "string" ? q : "");
  const [only, ...others] = found.exact;
  const href = only && others.length === 0 ? objectHref(only.kind, only.no) : null;
  if (href) redirect(href);
  const t = await getTranslations("search");
  return (
    <PageBody>
      <PageHeader title={t("title")} />
      <SearchForm query={found.query} />
      <SearchResults found={found} />
    </PageBody>
  );
}
