import "server-only";
import { ROLES, type Role } from "@/core/permissions/permissions";
import { getPrisma } from "@/server/db";

/** Who works at the made-up company. The password is public: these people exist in demo databases alone. */
export const DEMO_PASSWORD = "try-the-desk-2026";
export const DEMO_USERS: readonly { login: string; displayName: string; roles: readonly Role[] }[] = [
  { login: "operator", displayName: "Olivia Ou (欧晴)", roles: ["OPERATOR"] },
  { login: "finance", displayName: "Fiona Fang (方宁)", roles: ["FINANCE"] },
  { login: "lead", displayName: "Leo Lin (林岳)", roles: ["FINANCE_LEAD"] },
  { login: "service", displayName: "Cecilia Cui (崔苒)", roles: ["CUSTOMER_SERVICE"] },
  { login: "auditor", displayName: "Aaron An (安澈)", roles: ["AUDITOR"] },
  { login: "admin", displayName: "Ada Ai (艾文)", roles: ["ADMIN"] },
];

export type DemoSignIn = { readonly login: string; readonly password: string; readonly role: Role };

/** The demo people of this database, for its sign-in page; none in a database of a real company. */
export async function listDemoSignIns(): Promise<DemoSignIn[]> {
  const users = await getPrisma().user.findMany({
    where: { isDemo: true, disabledAt: null },
    select: { login: true, userRoles: { select: { role: true }, orderBy: { role: "asc" }, take: 1 } },
    orderBy: { id: "asc" },
    take: 12,
  });
  return users.flatMap(({ login, userRoles: [first] }) => {
    const role = ROLES.find((known) => known === first?.role);
    return role ? [{ login, role, password: DEMO_PASSWORD }] : [];
  });
}
