"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Amount } from "@/components/money/amount";
import { RefusalAlert } from "@/components/refusal/refusal-alert";
import { type ServerCommand, useCommand } from "@/components/refusal/use-command";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Textarea } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import type { MatchChoicesDto, RemittanceDto } from "@/contracts/bank-views";

type MatchByHandProps = {
  day: RemittanceDto;
  match: ServerCommand<{ matchNo: string }>;
  onMatched: () => void;
};

/** Lines that name the channel, its open days, and whether what is ticked is one sum: only then can it be matched. */
export function MatchByHand({ day, match, onMatched }: MatchByHandProps) {
  const t = useTranslations("bank");
  const { channel, bankAccount: account, asset } = day;
  const { data: choices } = useQuery({
    queryKey: ["bank-choices", channel, account, asset],
    queryFn: async () => {
      const answer = await fetch(`/api/bank/choices?${new URLSearchParams({ channel, account, asset })}`);
      if (!answer.ok) throw new Error(`the choices were answered with ${answer.status}`);
      return (await answer.json()) as MatchChoicesDto;
    },
    staleTime: 0,
  });
  if (!choices) return <Skeleton className="h-24" />;
  if (choices.lines.length === 0) return <p className="text-muted text-sm">{t("byHand.noLines")}</p>;
  return <MatchForm day={day} choices={choices} match={match} onMatched={onMatched} />;
}

function MatchForm({ day, choices, match, onMatched }: MatchByHandProps & { choices: MatchChoicesDto }) {
  const t = useTranslations("bank");
  const { bankAccount: account, asset, channel } = day;
  const [lineIds, setLineIds] = useState<ReadonlySet<string>>(new Set());
  const [days, setDays] = useState<ReadonlySet<string>>(new Set([day.settlesOn]));
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const { run, pending, refusal } = useCommand(match);
  const received = sum(choices.lines.filter((line) => lineIds.has(line.lineId)).map((line) => line.signedMinor));
  const expected = sum(choices.days.filter((one) => days.has(one.settlesOn)).map((one) => one.amountMinor));
  const isEven = received === expected && lineIds.size > 0 && days.size > 0;
  const send = async () => {
    setAsked(true);
    if (!isEven || reason.trim() === "" || pending) return;
    const chosen = [...days].map((settlesOn) => ({ channel, settlesOn }));
    if ((await run({ account, asset, lineIds: [...lineIds], days: chosen, reason })) !== null) onMatched();
  };
  return (
    <Form send={send} className="flex flex-col gap-3 border-line border-t pt-3">
      <div>
        <h3 className="font-semibold text-sm">{t("byHand.title")}</h3>
        <p className="text-muted text-sm">{t("byHand.text")}</p>
      </div>
      <Choices
        legend={t("byHand.lines")}
        asset={asset}
        chosen={lineIds}
        onChange={setLineIds}
        options={choices.lines.map((line) => ({
          id: line.lineId,
          label: `${line.bookedOn} ${line.counterpartyName ?? line.remark ?? ""}`,
          minor: line.signedMinor,
        }))}
      />
      <Choices
        legend={t("byHand.days")}
        asset={asset}
        chosen={days}
        onChange={setDays}
        options={choices.days.map((one) => ({ id: one.settlesOn, label: one.settlesOn, minor: one.amountMinor }))}
      />
      <p aria-live="polite" className={`text-sm ${isEven ? "text-success" : "text-muted"}`}>
        {t(isEven ? "byHand.even" : "byHand.uneven")}{" "}
        <Amount amountMinor={received - expected} asset={asset} signed showAsset />
      </p>
      <Field label={t("reasonField")} error={asked && reason.trim() === "" ? t("reasonMissing") : undefined} required>
        <Textarea value={reason} maxLength={4_000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {refusal ? <RefusalAlert refusal={refusal} /> : null}
      <div>
        <Button type="submit" variant="primary" pending={pending} disabled={!isEven}>
          {t("byHand.submit")}
        </Button>
      </div>
    </Form>
  );
}

function sum(minors: readonly string[]): bigint {
  return minors.reduce((total, minor) => total + BigInt(minor), 0n);
}

type ChoicesProps = {
  legend: string;
  asset: string;
  options: readonly { id: string; label: string; minor: string }[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
};

function Choices({ legend, asset, options, chosen, onChange }: ChoicesProps) {
  const toggle = (id: string, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="pb-1 font-medium text-muted text-xs">{legend}</legend>
      <div className="flex max-h-48 flex-col gap-1 overflow-y-auto">
        {options.map(({ id, label, minor }) => (
          <div key={id} className="flex items-center justify-between gap-3 text-sm">
            <Checkbox checked={chosen.has(id)} onCheckedChange={(isOn) => toggle(id, isOn)} label={label} />
            <Amount amountMinor={minor} asset={asset} />
          </div>
        ))}
      </div>
    </fieldset>
  );
}
