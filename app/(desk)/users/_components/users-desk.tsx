"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DeskGrid } from "@/components/grid/desk-grid";
import { SearchFilter } from "@/components/grid/search-filter";
import { useGridFilters } from "@/components/grid/use-grid-filters";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { ActionResult } from "@/contracts/action-result";
import type { UserAdded, UserRowDto } from "@/contracts/users";
import { AddUserDialog } from "./add-user-dialog";
import { useUserColumns } from "./use-user-columns";
import { UserPanel } from "./user-panel";

export type UserActions = {
  readonly add: (raw: unknown) => Promise<ActionResult<UserAdded>>;
  readonly disable: (raw: unknown) => Promise<ActionResult<{ login: string }>>;
  readonly propose: (raw: unknown) => Promise<ActionResult<{ login: string; approvalNo: string }>>;
};

const FILTERS = ["q"] as const;

/** Who may sign in, and as what. */
export function UsersDesk({ ownLogin, actions }: { ownLogin: string; actions: UserActions }) {
  const t = useTranslations("users");
  const columns = useUserColumns();
  const { values, set, isFiltered } = useGridFilters(FILTERS);
  const [open, setOpen] = useState<UserRowDto | null>(null);
  const [adding, setAdding] = useState(false);
  const [changes, setChanges] = useState(0);
  const onChanged = () => {
    setChanges((count) => count + 1);
    setOpen(null);
  };
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          <Button variant="primary" onClick={() => setAdding(true)}>
            <UserPlus aria-hidden />
            {t("add.open")}
          </Button>
        }
      />
      <section aria-label={t("title")} className="flex flex-col gap-2">
        <SearchFilter value={values.q} onCommit={(q) => set("q", q)} label={t("search")} className="w-72" />
        <DeskGrid
          url="/api/grid/users"
          columns={columns}
          filters={values}
          rowId={(row) => row.login}
          onOpen={setOpen}
          openId={open?.login ?? null}
          refreshKey={changes}
          ariaLabel={t("title")}
          emptyState={<EmptyState kind={isFiltered ? "no-match" : "nothing-yet"} title={t("none")} />}
        />
      </section>
      {adding ? <AddUserDialog action={actions.add} onClose={() => setAdding(false)} onAdded={onChanged} /> : null}
      <UserPanel
        user={open}
        isSelf={open?.login === ownLogin}
        actions={actions}
        onClose={() => setOpen(null)}
        onChanged={onChanged}
      />
    </>
  );
}
