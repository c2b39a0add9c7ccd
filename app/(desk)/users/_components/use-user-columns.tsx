"use client";

import { useTimeZone, useTranslations } from "next-intl";
import { useMemo } from "react";
import { dateTimeColumn, statusColumn, textColumn } from "@/components/grid/columns";
import type { GridColumn } from "@/components/grid/types";
import type { Tone } from "@/components/ui/badge";
import type { UserRowDto } from "@/contracts/users";

export type UserState = "waiting" | "active" | "oneTime" | "locked" | "disabled";
export const USER_TONES: Record<UserState, Tone> = {
  waiting: "warning",
  active: "success",
  oneTime: "info",
  locked: "warning",
  disabled: "neutral",
};

export function stateOf(user: UserRowDto): UserState {
  if (user.waitingNo !== null && user.roles.length === 0) return "waiting";
  if (user.disabledAt) return "disabled";
  if (user.isLocked) return "locked";
  return user.mustChangePassword ? "oneTime" : "active";
}

export function useUserColumns(): GridColumn<UserRowDto>[] {
  const t = useTranslations("users");
  const shell = useTranslations("shell");
  const zone = useTimeZone() ?? "UTC";
  return useMemo(
    () => [
      textColumn({ key: "login", header: t("field.login"), text: (row) => row.login, width: 160 }),
      textColumn({ key: "name", header: t("field.name"), text: (row) => row.displayName, width: 170 }),
      statusColumn({
        key: "state",
        header: t("field.state"),
        status: (row) => ({ label: t(`state.${stateOf(row)}`), tone: USER_TONES[stateOf(row)] }),
        width: 176,
      }),
      textColumn({
        key: "roles",
        header: t("field.roles"),
        text: (row) => row.roles.map((role) => shell(`role.${role}`)).join(", "),
        width: 200,
        grow: 1,
      }),
      textColumn({
        key: "scope",
        header: t("field.scope"),
        text: (row) => row.scope?.join(", ") ?? t("everyMerchant"),
        width: 150,
        muted: true,
      }),
      dateTimeColumn({ key: "seen", header: t("field.lastSeen"), at: (row) => row.lastSeenAt, zone }),
    ],
    [t, shell, zone],
  );
}
