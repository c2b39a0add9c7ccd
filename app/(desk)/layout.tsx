import type { ReactNode } from "react";
import { DeskShell } from "@/components/shell/desk-shell";
import { requireActor } from "@/server/auth/actor";

/** The frame of every page. It needs to know who is there; what they may do is asked by each page for itself. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const { displayName, login, roles, demo } = await requireActor();
  return <DeskShell actor={{ displayName, login, roles, demo }}>{children}</DeskShell>;
}
