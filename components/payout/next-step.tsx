import { useTranslations } from "next-intl";
import type { ServerCommand } from "@/components/refusal/use-command";
import { useRefusalText } from "@/components/refusal/use-refusal-text";
import { Alert } from "@/components/ui/alert";
import type { PayoutDetailDto } from "@/contracts/payout-views";
import { LookItems } from "./look-items";
import { PutForwardDialog } from "./put-forward-dialog";
import { type ProposeRepayout, RepayoutDialog } from "./repayout-dialog";

type NextStepProps = {
  payout: PayoutDetailDto;
  propose: ProposeRepayout;
  putForward: ServerCommand<unknown>;
  drop: ServerCommand<unknown>;
};

/** What the payout waits for, and what the reader can do about it. */
export function NextStep({ payout, propose, putForward, drop }: NextStepProps) {
  const t = useTranslations("payouts");
  const say = useRefusalText();
  const { status, looks, twinNos, may, obstacle, request } = payout;
  if (status === "REQUESTED") {
    return (
      <Alert
        tone="warning"
        title={request ? t("next.waits") : t("next.asked")}
        actions={
          may.putForward ? (
            <span className="flex flex-wrap gap-2">
              <PutForwardDialog payout={payout} verdict="drop" send={drop} />
              <PutForwardDialog payout={payout} verdict="forward" send={putForward} />
            </span>
          ) : undefined
        }
      >
        <ul className="flex list-disc flex-col gap-0.5 pl-4">
          <LookItems looks={looks} twinNos={twinNos} />
        </ul>
      </Alert>
    );
  }
  if (obstacle) {
    return (
      <Alert tone="danger" title={t("next.doubt")}>
        {say({ code: obstacle.code, message: "", params: { ...obstacle.params } })}
      </Alert>
    );
  }
  if (status !== "FAILED" && status !== "BOUNCED") return null;
  const actions = may.repay ? (
    <span className="flex flex-wrap gap-2">
      <RepayoutDialog payout={payout} choice="RETURN" propose={propose} />
      <RepayoutDialog payout={payout} choice="REPAY" propose={propose} />
    </span>
  ) : undefined;
  return (
    <Alert tone="warning" title={t(`next.${status}`)} actions={actions}>
      {request ? t("next.waitsAgain") : t("next.again")}
    </Alert>
  );
}
