import { getTranslations } from "next-intl/server";
import { CopyButton } from "@/components/ui/copy-button";
import { DataTable } from "@/components/ui/data-table";
import type { Role } from "@/core/permissions/permissions";

export type DemoAccount = { login: string; password: string; role: Role };

/** On demo data, whom one may sign in as. In production the list is empty and nothing is shown. */
export async function DemoAccounts({ accounts }: { accounts: readonly DemoAccount[] }) {
  if (accounts.length === 0) return null;
  const t = await getTranslations("sign-in");
  const shell = await getTranslations("shell");
  return (
    <section className="mt-8">
      <h2 className="font-medium text-sm">{t("demo.title")}</h2>
      <p className="mb-2 text-muted text-xs">{t("demo.text")}</p>
      <div className="rounded-lg border border-line bg-surface">
        <DataTable
          caption={t("demo.title")}
          rows={accounts}
          rowKey={(account) => account.login}
          columns={[
            { key: "role", header: t("demo.role"), cell: (account) => shell(`role.${account.role}`), rowHeader: true },
            { key: "login", header: t("login"), cell: (account) => <code className="font-mono">{account.login}</code> },
            {
              key: "password",
              header: t("password"),
              cell: (account) => (
                <span className="inline-flex items-center gap-1">
                  <code className="font-mono">{account.password}</code>
                  <CopyButton text={account.password} what={t("password")} />
                </span>
              ),
            },
          ]}
        />
      </div>
    </section>
  );
}
