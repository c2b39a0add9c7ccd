import { useLocale, useTranslations } from "next-intl";
import { ObjectLink } from "@/components/object/object-link";
import { Section } from "@/components/ui/card";
import type { PositionAheadDto } from "@/contracts/position-views";
import { formatAmount } from "@/core/money/format-money";
import { type ProposeTransferAction, TransferDialog } from "./transfer-dialog";

type TransfersProps = {
  ahead: PositionAheadDto;
  asset: string;
  /** Whether the shortfalls are only what would be, so that no request states them as fact. */
  isSupposed: boolean;
  propose: ProposeTransferAction | null;
};

/** What one reserve bank could send another that is short, with the request one press away, and the requests that wait. */
export function Transfers({ ahead, asset, isSupposed, propose }: TransfersProps) {
  const t = useTranslations("position");
  const locale = useLocale();
  const amount = (minor: string) => formatAmount(BigInt(minor), asset, locale);
  const banks = ahead.places.flatMap((place) =>
    place.kind === "BANK" && place.asset === asset && place.accountNo !== null ? [place.code] : [],
  );
  const proposals = ahead.transfers.filter((one) => one.asset === asset);
  const waiting = ahead.waitingTransfers.filter((one) => one.asset === asset);
  const isShort = ahead.places.some(
    (place) => place.asset === asset && place.days.some(({ shortfallMinor }) => shortfallMinor !== "0"),
  );
  if (banks.length < 2) return null;
  return (
    <Section
      title={t("transfer.title")}
      description={t("transfer.description")}
      actions={
        propose ? <TransferDialog banks={banks} asset={asset} proposal={null} reason="" action={propose} /> : null
      }
    >
      <ul className="flex flex-col gap-2 text-sm">
        {waiting.map(({ approvalNo, fromBank, toBank, amountMinor }) => (
          <li key={approvalNo}>
            {t.rich("transfer.waits", {
              asset,
              amount: amount(amountMinor),
              from: fromBank,
              to: toBank,
              approvalNo: () => <ObjectLink kind="approval" no={approvalNo} className="underline" />,
            })}
          </li>
        ))}
        {proposals.map((proposal) => (
          <li key={`${proposal.fromBank} ${proposal.toBank}`} className="flex flex-wrap items-center gap-3">
            <span>
              {t("transfer.proposal", {
                asset,
                amount: amount(proposal.amountMinor),
                from: proposal.fromBank,
                to: proposal.toBank,
                day: proposal.neededOn,
              })}
            </span>
            {propose ? (
              <TransferDialog
                banks={banks}
                asset={asset}
                proposal={proposal}
                reason={t(isSupposed ? "transfer.supposedReason" : "transfer.defaultReason", {
                  to: proposal.toBank,
                  day: proposal.neededOn,
                })}
                action={propose}
              />
            ) : null}
          </li>
        ))}
        {proposals.length === 0 && waiting.length === 0 ? (
          <li className="text-muted">{t(isShort ? "transfer.cannot" : "transfer.none")}</li>
        ) : null}
      </ul>
    </Section>
  );
}
