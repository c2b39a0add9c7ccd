import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageBody } from "@/components/ui/page-body";
import { requirePermission } from "@/server/auth/actor";
import { UsersDesk } from "./_components/users-desk";
import { addUserAction, disableUserAction, proposeUserRightsAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function UsersPage() {
  const { login } = await requirePermission("user.edit");
  return (
    <PageBody>
      <UsersDesk
        ownLogin={login}
        actions={{ add: addUserAction, disable: disableUserAction, propose: proposeUserRightsAction }}
      />
    </PageBody>
  );
}
