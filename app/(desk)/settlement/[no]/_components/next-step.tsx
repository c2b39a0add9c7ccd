"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { ActDialog } from "@/components/refusal/act-dialog";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { ActionResult } from "@/contracts/action-result";
import type { SettlementObstacle, SettlementStep } from "@/contracts/settlement-moves";
import type { MovedSettlementDto, MovedSettlementsDto, SettlementDetailDto } from "@/contracts/settlement-views";
import { formatAmount } from "@/core/money/format-money";

type NextStepProps = {
  settlement: SettlementDetailDto;
  /** What people do next with it, and what stands against this reader doing it; null where there is nothing to be done. */
  next: { readonly step: SettlementStep; readonly obstacle: SettlementObstacle | null } | null;
  commands: Readonly<Record<SettlementStep, ServerCommand<MovedSettlementsDto>>>;
  pay: ServerCommand<MovedSettlementDto>;
};

/** What has to happen next and by whom; the button for who may, the reason for who may not. */
export function NextStep({ settlement, next, commands, pay }: NextStepProps) {
  const t = useTranslations("settlement");
  const { needsRequest, terms, may } = settlement;
  if (next) {
    const { step, obstacle } = next;
    return (
      <Alert
        tone={obstacle === null ? "warning" : "info"}
        title={t(`next.${step}`)}
        actions={obstacle === null ? <StepDialog settlement={settlement} step={step} command={commands[step]} /> : null}
      >
        {obstacle === null
          ? step === "release" && needsRequest
            ? t("next.needsRequest")
            : null
          : t(`obstacle.${obstacle}`)}
      </Alert>
    );
  }
  const isUnpaid = settlement.status === "RELEASED" && settlement.payoutNo === null && settlement.settledMinor !== "0";
  if (!isUnpaid) return null;
  return (
    <Alert
      tone="info"
      title={t("next.unpaid")}
      actions={may.pay ? <PayButton settlement={settlement} pay={pay} /> : null}
    >
      {t(terms.autoPayout ? "next.unpaidAuto" : "next.unpaidOnRequest")}
    </Alert>
  );
}

type StepDialogProps = {
  settlement: SettlementDetailDto;
  step: SettlementStep;
  command: ServerCommand<MovedSettlementsDto>;
};

/** Asks once more with the sum; a release above the limit becomes a request, and says which. */
function StepDialog({ settlement, step, command }: StepDialogProps) {
  const t = useTranslations("settlement");
  const locale = useLocale();
  const router = useRouter();
  const { settlementNo, version, settledMinor, asset, merchant, needsRequest } = settlement;
  const amount = `${formatAmount(BigInt(settledMinor), asset, locale)} ${asset}`;
  const isRequest = step === "release" && needsRequest;
  return (
    <ActDialog
      act={useCommand(oneOf(command))}
      toInput={() => ({ settlements: [{ settlementNo, expectedVersion: version }] })}
      trigger={<Button variant="primary">{t(`step.${step}.button`)}</Button>}
      title={t(`step.${step}.title`, { settlementNo })}
      description={t(`step.${step}.text`, { amount, merchant: merchant.name })}
      submit={t(isRequest ? "step.release.ask" : `step.${step}.submit`)}
      onDone={({ outcome, approvalNo, payoutNo }) => {
        notify.success(t(`done.${outcome}`, { settlementNo, approvalNo: approvalNo ?? "" }), {
          description: payoutNo ? t("done.payout", { payoutNo }) : undefined,
        });
        router.refresh();
      }}
    >
      {isRequest ? <Alert tone="info" title={t("next.needsRequest")} /> : null}
    </ActDialog>
  );
}

/** The command for many, asked about one: its refusal is then the whole answer's. */
function oneOf(command: ServerCommand<MovedSettlementsDto>): ServerCommand<MovedSettlementDto> {
  return async (raw): Promise<ActionResult<MovedSettlementDto>> => {
    const result = await command(raw);
    if (!result.ok) return result;
    const [row] = result.value.rows;
    if (row?.moved) return { ok: true, value: row.moved };
    return { ok: false, refusal: row?.refusal ?? { code: "internal_fault", message: "Nothing came of it." } };
  };
}

function PayButton({ settlement, pay }: { settlement: SettlementDetailDto; pay: ServerCommand<MovedSettlementDto> }) {
  const t = useTranslations("settlement");
  const router = useRouter();
  const say = useRefusalText();
  const { settlementNo, version } = settlement;
  const { run, pending } = useCommand<MovedSettlementDto>(async (raw) => {
    const result = await pay(raw);
    if (!result.ok) notify.danger(say(result.refusal));
    return result;
  });
  const send = async () => {
    const done = await run({ settlementNo, expectedVersion: version });
    if (!done) return;
    notify.success(t("done.payout", { payoutNo: done.payoutNo ?? "" }));
    router.refresh();
  };
  return (
    <Button variant="primary" pending={pending} onClick={() => void send()}>
      {t("next.pay")}
    </Button>
  );
}
