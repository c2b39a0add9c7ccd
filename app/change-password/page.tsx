import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BrandMark } from "@/components/shell/brand";
import { LanguageToggle, ThemeToggle } from "@/components/ui/preference-toggles";
import { getSignedIn } from "@/server/auth/actor";
import { PasswordForm } from "./_components/password-form";
import { changePasswordAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("change-password"))("title") };
}

/** For everybody who is signed in, and the only page for who still has a one-time password. */
export default async function ChangePasswordPage() {
  const signedIn = await getSignedIn();
  if (!signedIn) redirect("/sign-in");
  const t = await getTranslations("change-password");
  const { mustChangePassword, actor } = signedIn;
  return (
    <div className="flex min-h-dvh flex-col">
      <div className="flex justify-end gap-1 p-3">
        <LanguageToggle />
        <ThemeToggle />
      </div>
      <main className="mx-auto flex w-full max-w-md flex-1 flex-col gap-5 px-5 pt-[8vh] pb-12">
        <BrandMark className="size-10" />
        <h1 className="font-semibold text-2xl tracking-tight">{t("title")}</h1>
        <PasswordForm action={changePasswordAction} login={actor.login} isOneTime={mustChangePassword} />
      </main>
    </div>
  );
}
