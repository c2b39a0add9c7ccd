"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { ROLES, type Role } from "@/core/permissions/permissions";

type RoleChoiceProps = { roles: readonly Role[]; onChange: (roles: readonly Role[]) => void };

/** The roles of a user, each with what it is there for. */
export function RoleChoice({ roles, onChange }: RoleChoiceProps) {
  const t = useTranslations("users");
  const shell = useTranslations("shell");
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="pb-1 font-medium text-sm">
        {t("field.roles")}
        <span aria-hidden className="text-danger">
          {" *"}
        </span>
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            label={shell(`role.${role}`)}
            hint={t(`role.${role}`)}
            checked={roles.includes(role)}
            onCheckedChange={(chosen) => onChange(chosen ? [...roles, role] : roles.filter((other) => other !== role))}
          />
        ))}
      </div>
    </fieldset>
  );
}
