import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ChannelName } from "@/components/channel/channel-names";
import { Amount } from "@/components/money/amount";
import { useSubjectNameByCode } from "@/components/voucher/subject-name";
import type { FindingDto } from "@/contracts/day-close";
import type { CloseFinding } from "@/core/day-close/findings";

/** What was found, in one sentence without its figures. */
export function useFindingText(): (finding: CloseFinding) => string {
  const t = useTranslations("day-close");
  return ({ code, params }) =>
    t(`finding.${code}`, { ...params, count: Number(params.count ?? 0), carried: Number(params.carried ?? 0) });
}

/** Where it was found: a channel, a bank account by its code, a subject with its name, a kind of request. */
export function useFindingPlace(): (finding: CloseFinding) => ReactNode {
  const t = useTranslations("day-close");
  const approvals = useTranslations("approvals");
  const nameOf = useSubjectNameByCode();
  return ({ line, place }) => {
    if (line === "APPROVALS") return approvals(`act.${place}.name`);
    if (line === "SUSPENSE") return t(`direction.${place}`);
    if (line !== "ACCOUNTS") return place === "" ? t("company") : <ChannelName code={place} />;
    const [code = "", ...of] = place.split(" ");
    return (
      <>
        {code} {nameOf(code)} <ChannelName code={of.join(" ")} />
      </>
    );
  };
}

type FigureProps = { value: string | null; asset: string | null; signed?: boolean | undefined };

/** One side of a finding: money where it has an asset, and a plain count otherwise. */
export function Figure({ value, asset, signed }: FigureProps) {
  if (value === null) return <span className="text-faint">—</span>;
  return <Amount amountMinor={value} asset={asset ?? "COUNT"} signed={signed} />;
}

/** A finding with its place and its difference, in a line: for requests and lists. */
export function FindingLine({ finding }: { finding: FindingDto }) {
  const say = useFindingText();
  const placeOf = useFindingPlace();
  const { difference } = finding;
  return (
    <span className="break-words">
      {placeOf(finding)} · {say(finding)}
      {difference !== null && difference !== "0" ? (
        <>
          {" · "}
          <Figure value={difference} asset={finding.asset} signed />
          {finding.asset === null ? null : ` ${finding.asset}`}
        </>
      ) : null}
    </span>
  );
}

/** A finding with the part of the checklist that it belongs to. */
export function NamedFinding({ finding }: { finding: FindingDto }) {
  const t = useTranslations("day-close");
  return t.rich("named", {
    line: t(`line.${finding.line}`),
    finding: () => <FindingLine finding={finding} />,
  });
}
