"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { notify } from "@/components/ui/toast";
import type { AccountDto, DelegationDto } from "@/contracts/account-views";
import { LendForm } from "./lend-form";

type DelegationsProps = Pick<AccountDto, "delegations" | "colleagues"> & {
  today: string;
  lend: ServerCommand<{ delegateLogin: string }>;
  revoke: ServerCommand<{ delegateLogin: string }>;
};

/** Whose signature is lent to whom, as far as it concerns the reader, and the form to lend one's own. */
export function Delegations({ delegations, colleagues, today, lend, revoke }: DelegationsProps) {
  const t = useTranslations("account");
  return (
    <Section title={t("lend.title")} description={t("lend.text")}>
      <div className="flex flex-col gap-4">
        {delegations.length === 0 ? (
          <p className="text-muted text-sm">{t("lend.none")}</p>
        ) : (
          <ul className="flex flex-col divide-y divide-line">
            {delegations.map((one) => (
              <Delegation key={one.id} delegation={one} revoke={revoke} />
            ))}
          </ul>
        )}
        <LendForm colleagues={colleagues} today={today} lend={lend} />
      </div>
    </Section>
  );
}

function Delegation({ delegation, revoke }: { delegation: DelegationDto } & Pick<DelegationsProps, "revoke">) {
  const t = useTranslations("account");
  const router = useRouter();
  const { run, pending, refusal } = useCommand(revoke);
  const { id, lender, delegate, startsAt, endsAt, reason, isOwn, isNow } = delegation;
  const take = async () => {
    if ((await run({ delegationId: id })) === null) return;
    notify.success(t("lend.revoked"));
    router.refresh();
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm">
      <span className="min-w-0 flex-1">
        <span className="font-medium">{isOwn ? t("lend.to", { delegate }) : t("lend.from", { lender })}</span>{" "}
        {isNow ? <Badge tone="info">{t("lend.now")}</Badge> : null}
        <span className="block text-muted text-xs">
          <DateTime at={startsAt} /> – <DateTime at={endsAt} /> · {reason}
        </span>
      </span>
      {isOwn ? (
        <Button size="sm" pending={pending} onClick={() => void take()}>
          {t("lend.revoke")}
        </Button>
      ) : null}
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </li>
  );
}
