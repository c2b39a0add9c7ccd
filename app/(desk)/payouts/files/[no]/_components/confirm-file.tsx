"use client";

import { useFormatter, useLocale, useTranslations } from "next-intl";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { PayoutBatchDto } from "@/contracts/payout-batches";
import { formatAmount } from "@/core/money/format-money";

type ConfirmFileProps = {
  file: PayoutBatchDto;
  confirm: ServerCommand<unknown>;
  drop: ServerCommand<unknown>;
  onDone: () => void;
};

/** What would be paid in all, and the two ways on. */
export function ConfirmFile({ file, confirm, drop, onDone }: ConfirmFileProps) {
  const t = useTranslations("payouts");
  const locale = useLocale();
  const format = useFormatter();
  const confirming = useCommand(confirm);
  const dropping = useCommand(drop);
  const { batchNo } = file;
  const ready = file.counts.find(({ state }) => state === "READY");
  const sums = (ready?.sums ?? []).map(
    ({ asset, amountMinor }) => `${formatAmount(BigInt(amountMinor), asset, locale)} ${asset}`,
  );
  const act = async (command: typeof confirming, word: "done" | "dropped") => {
    if ((await command.run({ batchNo })) === null) return;
    notify.success(t(`batch.confirm.${word}`, { batchNo }));
    onDone();
  };
  const refusal = confirming.refusal ?? dropping.refusal;
  return (
    <>
      <Alert
        tone={ready ? "info" : "warning"}
        title={
          ready
            ? t("batch.confirm.title", { count: ready.count, sums: format.list(sums, { type: "conjunction" }) })
            : t("batch.confirm.nothing")
        }
        actions={
          <span className="flex flex-wrap gap-2">
            <Button pending={dropping.pending} onClick={() => void act(dropping, "dropped")}>
              {t("batch.confirm.drop")}
            </Button>
            {ready ? (
              <Button variant="primary" pending={confirming.pending} onClick={() => void act(confirming, "done")}>
                {t("batch.confirm.submit")}
              </Button>
            ) : null}
          </span>
        }
      >
        {ready ? t("batch.confirm.text") : null}
      </Alert>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
    </>
  );
}
