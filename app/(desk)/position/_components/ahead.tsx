import { useTranslations } from "next-intl";
import { CurveChart } from "@/components/position/curve-chart";
import { Alert } from "@/components/ui/alert";
import type { PositionAheadDto } from "@/contracts/position-views";
import { AheadTable } from "./ahead-table";
import { CapsTable } from "./caps-table";
import type { ProposeMinimumAction } from "./minimum-dialog";
import { MinimumsTable } from "./minimums-table";
import { MovesTable } from "./moves-table";
import { SettleAlert } from "./settle-alert";
import type { ProposeTransferAction } from "./transfer-dialog";
import { Transfers } from "./transfers";
import { WhatIfForm } from "./what-if-form";

type AheadProps = {
  ahead: PositionAheadDto;
  isSupposed: boolean;
  proposeTransfer: ProposeTransferAction | null;
  proposeMinimum: ProposeMinimumAction | null;
};

/** The days ahead: the answer first, then where it comes from, and what can be done about it. */
export function Ahead({ ahead, isSupposed, proposeTransfer, proposeMinimum }: AheadProps) {
  const t = useTranslations("position");
  const assets = [...new Set(ahead.places.map(({ asset }) => asset))];
  const [main = "CNY"] = assets;
  const banks = ahead.places.flatMap(({ kind, asset, code }) => (kind === "BANK" && asset === main ? [code] : []));
  const channels = ahead.places.filter(({ kind, asset }) => kind === "CHANNEL" && asset === main);
  return (
    <>
      <section aria-labelledby="settle" className="flex flex-col gap-3">
        <h2 id="settle" className="font-semibold text-base">
          {t("settle.title")}
        </h2>
        {assets.map((asset) => (
          <SettleAlert key={asset} ahead={ahead} asset={asset} isSupposed={isSupposed} named={assets.length > 1} />
        ))}
        {ahead.endedThrough === null ? null : (
          <Alert tone="danger" title={t("calendarEnded.title", { through: ahead.endedThrough })}>
            {t("calendarEnded.text")}
          </Alert>
        )}
      </section>
      {assets.map((asset) => (
        <AheadTable key={asset} ahead={ahead} asset={asset} />
      ))}
      {assets.map((asset) => (
        <Transfers key={asset} ahead={ahead} asset={asset} isSupposed={isSupposed} propose={proposeTransfer} />
      ))}
      <WhatIfForm asset={main} banks={banks} channels={channels} days={ahead.days} />
      <div className="grid items-start gap-section lg:grid-cols-2">
        <CurveChart ahead={ahead} asset={main} />
        <div className="flex min-w-0 flex-col gap-section">
          <CapsTable ahead={ahead} />
          <MinimumsTable ahead={ahead} propose={proposeMinimum} />
        </div>
      </div>
      {assets.map((asset) => (
        <MovesTable key={asset} ahead={ahead} asset={asset} />
      ))}
    </>
  );
}
