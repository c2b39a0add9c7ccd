"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { Role } from "@/core/permissions/permissions";

export type DemoAccount = { readonly login: string; readonly password: string; readonly role: Role };

type DemoAccountsProps = { accounts: readonly DemoAccount[]; onUse: (account: DemoAccount) => void };

/** On demo data, whom one may sign in as; "use" fills the form. In production the list is empty and nothing is shown. */
export function DemoAccounts({ accounts, onUse }: DemoAccountsProps) {
  const t = useTranslations("sign-in");
  const shell = useTranslations("shell");
  if (accounts.length === 0) return null;
  return (
    <section aria-labelledby="demo-accounts" className="mt-8">
      <h2 id="demo-accounts" className="font-medium text-sm">
        {t("demo.title")}
      </h2>
      <p className="mb-2 text-muted text-xs">{t("demo.text")}</p>
      <Card flush>
        <DataTable
          caption={t("demo.title")}
          rows={accounts}
          rowKey={(account) => account.login}
          columns={[
            { key: "role", header: t("demo.role"), cell: (account) => shell(`role.${account.role}`), rowHeader: true },
            { key: "login", header: t("login"), cell: (account) => account.login },
            {
              key: "password",
              header: t("password"),
              cell: (account) => account.password,
              className: "whitespace-nowrap",
            },
            {
              key: "use",
              header: <span className="sr-only">{t("demo.use")}</span>,
              align: "end",
              cell: (account) => (
                <Button
                  size="sm"
                  aria-label={t("demo.useLogin", { login: account.login })}
                  onClick={() => onUse(account)}
                >
                  {t("demo.use")}
                </Button>
              ),
            },
          ]}
        />
      </Card>
    </section>
  );
}
