import { useTranslations } from "next-intl";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { Section } from "@/components/ui/card";
import type { InquiryDto } from "@/contracts/suspense-views";

/** What the channel was asked about this payment, and what it answered; or that nobody can ask it. */
export function InquirySection({ inquiry, plain }: { inquiry: InquiryDto | null; plain: boolean }) {
  const t = useTranslations("suspense");
  if (!inquiry) return null;
  const { canAsk, rounds, maxRounds } = inquiry;
  return (
    <Section title={t("inquiry.title")} plain={plain}>
      {rounds.length === 0 ? (
        <p className="text-muted text-sm">{t(canAsk ? "inquiry.waiting" : "inquiry.noClient")}</p>
      ) : (
        <ol className="flex flex-col gap-2 text-sm">
          {rounds.map(({ round, answer, outcome, amountMinor, asset, at }) => (
            <li key={round}>
              <p>
                <span className="tabular text-muted">{t("inquiry.round", { round, of: maxRounds })}</span>{" "}
                <span className="font-medium">{t(`inquiry.answer.${answer}`)}</span>{" "}
                {amountMinor === null ? null : <Amount amountMinor={amountMinor} asset={asset ?? ""} showAsset />}
              </p>
              <p className="text-muted text-xs">
                {t(`inquiry.outcome.${outcome}`)} · <DateTime at={at} />
              </p>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
