import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BrandMark } from "@/components/shell/brand";
import { LanguageToggle, ThemeToggle } from "@/components/ui/preference-toggles";
import { listDemoSignIns } from "@/server/auth/demo-accounts";
import { safeCallbackPath } from "./_components/callback-url";
import { SignInForm } from "./_components/sign-in-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sign-in"))("title") };
}

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { callbackUrl } = await searchParams;
  const t = await getTranslations("sign-in");
  const common = await getTranslations("common");
  const callbackPath = safeCallbackPath(typeof callbackUrl === "string" ? callbackUrl : undefined);
  return (
    <div className="flex min-h-dvh flex-col">
      <div className="flex justify-end gap-1 p-3">
        <LanguageToggle />
        <ThemeToggle />
      </div>
      <main className="mx-auto flex w-full max-w-md flex-1 flex-col px-5 pt-[8vh] pb-12">
        <BrandMark className="size-10" />
        <h1 className="mt-5 font-semibold text-2xl tracking-tight">{common("product.name")}</h1>
        <p className="mt-1 text-muted text-base">{common("product.sentence")}</p>
        <SignInForm callbackPath={callbackPath} demoAccounts={await listDemoSignIns()} />
        <p className="mt-auto pt-10 text-faint text-xs">{t("footnote")}</p>
      </main>
    </div>
  );
}
