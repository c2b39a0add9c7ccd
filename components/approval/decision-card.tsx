"use client";

import { Check, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import type { ServerCommand } from "@/components/refusal/use-command";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { keysOf } from "@/components/shell/shortcuts";
import { useShortcut } from "@/components/shell/use-shortcut";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { Kbd } from "@/components/ui/kbd";
import { notify } from "@/components/ui/toast";
import type { ActionRefusal } from "@/contracts/action-result";
import type { DecidableDto } from "@/contracts/approval-views";
import { DecideDialog, type Decided, type Verdict } from "./decide-dialog";
import { type ApprovalEffect, DECISION_TEXTS } from "./decision-texts";
import { Emergency } from "./emergency";
import { Signatures } from "./signatures";
import { WithdrawButton } from "./withdraw-button";

type DecisionCardProps = {
  approval: DecidableDto;
  effect: ApprovalEffect;
  /** Who has to check, and why so many. */
  rule: ReactNode;
  /** How the maker's other requests have ended. */
  record: ReactNode;
  /** What is decided about, in a few words. */
  subject: ReactNode;
  /** Another request that waits for the reader. */
  nextNo: string | null;
  decide: ServerCommand<Decided>;
  withdraw: ServerCommand<unknown>;
  review: ServerCommand<unknown>;
};

/** Who has to sign, who has, and the buttons; off, with the reason, for whoever may not. A key only asks the question. */
export function DecisionCard(props: DecisionCardProps) {
  const { approval, effect, rule, record, subject, nextNo, decide, withdraw, review } = props;
  const t = useTranslations("approvals");
  const router = useRouter();
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const isWaiting = approval.status === "PENDING";
  const enabled = isWaiting && approval.obstacle === null;
  useShortcut("approve", () => setVerdict("APPROVE"), { enabled });
  useShortcut("reject", () => setVerdict("REJECT"), { enabled });
  useShortcut("nextItem", () => router.push(nextNo === null ? "/approvals" : `/approvals/${nextNo}`));
  const onDecided = ({ approvalNo, outcome, voucherNo }: Decided) => {
    setVerdict(null);
    const texts = { ...DECISION_TEXTS[effect] };
    const key = outcome === "EXECUTED" ? texts.executed : outcome === "REJECTED" ? texts.rejected : null;
    const values = { approvalNo, voucherNo: voucherNo ?? "" };
    const text = key === null ? t(`outcome.${outcome}`, values) : t(key, values);
    if (outcome === "STALE") notify.danger(text, { description: t(texts.stale) });
    else notify.success(text);
    router.refresh();
  };
  return (
    <Section title={t("decision.title")}>
      <div className="flex flex-col gap-4">
        <Signatures signatures={approval.signatures} />
        <p className="text-muted text-sm">{rule}</p>
        {record}
        {approval.emergency ? (
          <Emergency approvalNo={approval.approvalNo} emergency={approval.emergency} review={review} />
        ) : null}
        {isWaiting ? <DecisionButtons approval={approval} effect={effect} onChoose={setVerdict} /> : null}
        {approval.canWithdraw ? (
          <WithdrawButton
            approval={approval}
            effect={effect}
            withdraw={withdraw}
            onWithdrawn={() => router.refresh()}
          />
        ) : null}
      </div>
      <DecideDialog
        approval={approval}
        effect={effect}
        subject={subject}
        verdict={verdict}
        decide={decide}
        onClose={() => setVerdict(null)}
        onDecided={onDecided}
      />
    </Section>
  );
}

type DecisionButtonsProps = { approval: DecidableDto; effect: ApprovalEffect; onChoose: (verdict: Verdict) => void };

function DecisionButtons({ approval, effect, onChoose }: DecisionButtonsProps) {
  const t = useTranslations("approvals");
  const shell = useTranslations("shell");
  const sayRefusal = useRefusalText();
  const reasonId = useId();
  const { obstacle, signsAs, completes, isOutdated } = approval;
  // Nothing was tried yet, so a refusal's own sentence, which says that nothing was changed, would be odd here.
  const sayObstacle = (refusal: ActionRefusal) =>
    t.has(`obstacle.${refusal.code}`) ? t(`obstacle.${refusal.code}`) : sayRefusal(refusal);
  const texts = DECISION_TEXTS[effect];
  const consequence = isOutdated ? texts.outdated : completes ? texts.completes : texts.oneMore;
  const described = { "aria-describedby": reasonId, disabled: obstacle !== null };
  return (
    <div className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2">
        <Button variant="primary" onClick={() => onChoose("APPROVE")} {...described}>
          <Check aria-hidden />
          {t("decide.APPROVE.submit")}
          <Kbd keys={keysOf("approve")} />
        </Button>
        <Button onClick={() => onChoose("REJECT")} {...described}>
          <X aria-hidden />
          {t("decide.REJECT.submit")}
          <Kbd keys={keysOf("reject")} />
        </Button>
      </div>
      <p id={reasonId} className="text-muted text-xs">
        {obstacle ? sayObstacle(obstacle) : t(consequence, { role: signsAs ? shell(`role.${signsAs}`) : "" })}
        {approval.onBehalfOf ? ` ${t("onBehalfOf", { name: approval.onBehalfOf })}` : null}
      </p>
    </div>
  );
}
