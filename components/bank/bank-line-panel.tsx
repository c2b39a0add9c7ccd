"use client";

import { useTranslations } from "next-intl";
import { ChannelName, useChannelName } from "@/components/channel/channel-names";
import { Amount } from "@/components/money/amount";
import { DateTime } from "@/components/money/date-time";
import { ObjectLink } from "@/components/object/object-link";
import type { ServerCommand } from "@/components/refusal/use-command";
import { Alert } from "@/components/ui/alert";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValueList } from "@/components/ui/key-value-list";
import { PeekPanel } from "@/components/ui/peek-panel";
import type { BankLineDto, BankMatchDto, RemittanceRefDto } from "@/contracts/bank-views";
import { LINE_TONES } from "./bank-look";
import { UnmatchForm } from "./unmatch-form";

type BankLinePanelProps = {
  line: BankLineDto | null;
  unmatch: ServerCommand<{ matchNo: string }> | null;
  onClose: () => void;
  onUndone: () => void;
};

/** One line of a bank in full: what it is matched with and why, or what is wrong with it; and as the bank wrote it. */
export function BankLinePanel({ line, unmatch, onClose, onUndone }: BankLinePanelProps) {
  const t = useTranslations("bank");
  return (
    <PeekPanel
      open={line !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={line ? t("panel.title", { line: line.lineNo, statement: line.statementNo }) : ""}
      keepFocus
      width="lg"
    >
      {line ? (
        <div className="flex flex-col gap-4">
          {line.match ? <MatchFacts match={line.match} asset={line.asset} /> : <Break line={line} />}
          <LineFacts line={line} />
          {line.match && unmatch ? (
            <UnmatchForm key={line.match.matchNo} matchNo={line.match.matchNo} unmatch={unmatch} onUndone={onUndone} />
          ) : null}
          <div>
            <div className="flex items-center gap-1 pb-1">
              <h3 className="font-medium text-muted text-xs">{t("panel.raw")}</h3>
              <CopyButton text={line.raw} what={t("panel.raw")} />
            </div>
            <pre className="whitespace-pre-wrap break-all rounded-md bg-sunken p-3 font-mono text-xs">{line.raw}</pre>
          </div>
        </div>
      ) : null}
    </PeekPanel>
  );
}

function LineFacts({ line }: { line: BankLineDto }) {
  const t = useTranslations("bank");
  const facts = {
    amount: <Amount amountMinor={line.signedMinor} asset={line.asset} signed showAsset />,
    bookedOn: line.bookedOn,
    valueOn: line.valueOn,
    counterparty: line.counterpartyName,
    counterpartyAccount: line.counterpartyAccountNo,
    ourReference: line.ourReference,
    channelReference: line.channelReference,
    entryNo: line.entryNo,
    remark: line.remark,
  };
  return (
    <KeyValueList items={Object.entries(facts).map(([key, value]) => ({ key, label: t(`lines.${key}`), value }))} />
  );
}

/** Why an open line is open, and where to look. */
function Break({ line }: { line: BankLineDto }) {
  const t = useTranslations("bank");
  const channelName = useChannelName();
  if (line.state === "DROPPED" || line.state === "LISTED" || line.state === "MATCHED") return null;
  const tone = LINE_TONES[line.state];
  return (
    <Alert tone={tone} title={t(`lineState.${line.state}`)}>
      <p>{t(`why.${line.state}`)}</p>
      {line.state === "OTHER_AMOUNT" && line.deltaMinor !== null ? (
        <p>
          {t("why.against", { channel: channelName(line.channel ?? ""), on: line.settlesOn ?? "" })}{" "}
          <Amount amountMinor={line.deltaMinor} asset={line.asset} signed showAsset />
        </p>
      ) : null}
      {line.suggestions.length > 0 ? (
        <>
          <p className="pt-1 font-medium">{t("why.suggestions")}</p>
          <Days days={line.suggestions} asset={line.asset} />
        </>
      ) : null}
    </Alert>
  );
}

function MatchFacts({ match, asset }: { match: BankMatchDto; asset: string }) {
  const t = useTranslations("bank");
  return (
    <Alert tone="success" title={t("panel.matched", { matchNo: match.matchNo, rule: t(`rule.${match.rule}`) })}>
      <Days days={match.days} asset={asset} />
      <ul className="list-disc pl-4">
        {match.reasons.map((reason) => (
          <li key={reason}>{t(`reason.${reason}`)}</li>
        ))}
      </ul>
      {match.note ? <p>{t("panel.note", { note: match.note })}</p> : null}
      <p>
        {match.madeBy ?? t("panel.byDesk")} · <DateTime at={match.madeAt} />
      </p>
      {match.voucherNos.length > 0 ? (
        <p className="flex flex-wrap gap-x-2">
          {match.voucherNos.map((no) => (
            <ObjectLink key={no} kind="voucher" no={no} />
          ))}
        </p>
      ) : null}
    </Alert>
  );
}

export function Days({ days, asset }: { days: readonly RemittanceRefDto[]; asset: string }) {
  return (
    <ul className="tabular">
      {days.map((day) => (
        <li key={`${day.channel} ${day.settlesOn}`} className="flex flex-wrap gap-x-3">
          <span>
            <ChannelName code={day.channel} />
          </span>
          <span>{day.settlesOn}</span>
          <Amount amountMinor={day.amountMinor} asset={asset} showAsset />
        </li>
      ))}
    </ul>
  );
}
