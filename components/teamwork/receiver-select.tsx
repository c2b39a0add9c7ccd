"use client";

import { useTranslations } from "next-intl";
import { Select } from "@/components/ui/select";
import type { ColleaguesDto, ReceiverInput } from "@/contracts/teamwork";

type ReceiverSelectProps = {
  /** Null while it is being asked for. */
  colleagues: ColleaguesDto | null;
  value: ReceiverInput | null;
  onValueChange: (to: ReceiverInput) => void;
  /** Work that is given now can be given to nobody who is away; rules pass over them by themselves. */
  withoutAway?: boolean | undefined;
  "aria-label"?: string | undefined;
};

/** A team or a colleague, teams first. */
export function ReceiverSelect({
  colleagues,
  value,
  onValueChange,
  withoutAway = false,
  ...rest
}: ReceiverSelectProps) {
  const t = useTranslations("suspense");
  const teams = (colleagues?.teams ?? []).map((team) => ({
    value: `team ${team.code}`,
    label: t("receiver.team", { name: team.name }),
    hint: t("receiver.members", { count: team.members.length }),
  }));
  const people = (colleagues?.people ?? []).map(({ login, name, awayUntil }) => ({
    value: `person ${login}`,
    label: name,
    hint: awayUntil ? t("away", { until: awayUntil }) : `@${login}`,
    disabled: withoutAway && awayUntil !== null,
  }));
  return (
    <Select
      options={[...teams, ...people]}
      value={value === null ? null : value.kind === "team" ? `team ${value.code}` : `person ${value.login}`}
      onValueChange={(chosen) => {
        const [kind, name = ""] = chosen.split(" ");
        onValueChange(kind === "team" ? { kind, code: name } : { kind: "person", login: name });
      }}
      placeholder={t("receiver.choose")}
      className="w-full"
      {...rest}
    />
  );
}
