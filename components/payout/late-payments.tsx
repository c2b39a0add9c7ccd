import { useTranslations } from "next-intl";
import type { ServerCommand } from "@/components/refusal/use-command";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { Alert } from "@/components/ui/alert";
import type { LatePaymentDto, PayoutDetailDto } from "@/contracts/payout-views";
import { LatePaymentDialog } from "./late-payment-dialog";

type LatePaymentsProps = { payout: PayoutDetailDto; propose: ServerCommand<{ approvalNo: string }> };

/** Attempts that were paid after they had failed, until each of them is booked or charged. */
export function LatePayments({ payout, propose }: LatePaymentsProps) {
  const t = useTranslations("payouts");
  const say = useRefusalText();
  const textOf = ({ plan, obstacle }: LatePaymentDto): string => {
    if (plan) return t(`late.${plan.choice}.text`);
    return obstacle ? say({ code: obstacle.code, message: "", params: { ...obstacle.params } }) : "";
  };
  return payout.late.map((late) => (
    <Alert
      key={late.outNo}
      tone="danger"
      title={t("late.title", { outNo: late.outNo })}
      actions={
        late.plan && payout.may.settle ? (
          <LatePaymentDialog payout={payout} outNo={late.outNo} plan={late.plan} propose={propose} />
        ) : undefined
      }
    >
      {textOf(late)}
    </Alert>
  ));
}
