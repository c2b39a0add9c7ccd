import Link from "next/link";
import { useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import type { CloseLineDto, DayChecklistDto, FindingDto } from "@/contracts/day-close";
import { findingHref } from "./finding-href";
import { FINDING_TONES } from "./finding-look";
import { Figure, useFindingPlace, useFindingText } from "./finding-text";

type ChecklistProps = { day: string; checklist: DayChecklistDto };

/** The checklist of a day, a box a line, each finding with its two sides, the way to its rows and what to do about it. */
export function Checklist({ day, checklist }: ChecklistProps) {
  return (
    <div className="flex flex-col gap-section">
      {checklist.lines.map((line) => (
        <ChecklistLine key={line.line} day={day} {...line} />
      ))}
    </div>
  );
}

function ChecklistLine({ line, state, findings, day }: CloseLineDto & { day: string }) {
  const t = useTranslations("day-close");
  const columns = useFindingColumns(day, findings);
  return (
    <Section
      title={
        <span className="inline-flex items-center gap-2">
          {t(`line.${line}`)}
          <StatusBadge tone={FINDING_TONES[state]}>{t(`state.${state}`)}</StatusBadge>
        </span>
      }
      flush={findings.length > 0}
    >
      {findings.length === 0 ? (
        <p className="text-muted text-sm">{t(`none.${line}`)}</p>
      ) : (
        <Rows caption={t(`line.${line}`)} findings={findings} columns={columns} />
      )}
    </Section>
  );
}

/** Beyond so many findings, those that are in order are folded away: the eye should meet the others. */
const MANY = 8;

type RowsProps = { caption: string; findings: readonly FindingDto[]; columns: readonly Column<FindingDto>[] };

function Rows({ caption, findings, columns }: RowsProps) {
  const t = useTranslations("day-close");
  const quiet = findings.length > MANY ? findings.filter(({ state }) => state === "GREEN") : [];
  const shown = findings.filter((finding) => !quiet.includes(finding));
  return (
    <>
      {shown.length > 0 ? <DataTable caption={caption} rows={shown} rowKey={keyOf} columns={columns} /> : null}
      {quiet.length > 0 ? (
        <details>
          <summary className="cursor-pointer px-4 py-2 text-muted text-sm">
            {t("quiet", { count: quiet.length })}
          </summary>
          <DataTable caption={`${caption}: ${t("state.GREEN")}`} rows={quiet} rowKey={keyOf} columns={columns} />
        </details>
      ) : null}
    </>
  );
}

const keyOf = ({ code, place, asset }: FindingDto) => `${code} ${place} ${asset}`;

/** Columns of figures stand only where a finding of the line has any. */
function useFindingColumns(day: string, findings: readonly FindingDto[]): Column<FindingDto>[] {
  const t = useTranslations("day-close");
  const hasFigures = findings.some(({ left }) => left !== null);
  const figures: Column<FindingDto>[] = [
    { key: "left", header: t("left"), align: "end", cell: ({ left, asset }) => <Figure value={left} asset={asset} /> },
    {
      key: "right",
      header: t("right"),
      align: "end",
      cell: ({ right, asset }) => <Figure value={right} asset={asset} />,
    },
    {
      key: "difference",
      header: t("difference"),
      align: "end",
      cell: ({ difference, asset }) => <Figure value={difference} asset={asset} signed />,
    },
    { key: "asset", header: <span className="sr-only">{t("asset")}</span>, cell: ({ asset }) => asset ?? "" },
  ];
  return [
    {
      key: "state",
      header: t("stateHeader"),
      className: "w-32",
      cell: ({ state }) => <StatusBadge tone={FINDING_TONES[state]}>{t(`state.${state}`)}</StatusBadge>,
    },
    {
      key: "place",
      header: t("where"),
      rowHeader: true,
      className: "w-64",
      cell: (finding) => <Place finding={finding} day={day} />,
    },
    { key: "found", header: t("found"), cell: (finding) => <Found finding={finding} /> },
    ...(hasFigures ? figures : []),
  ];
}

function Place({ finding, day }: { finding: FindingDto; day: string }) {
  const place = <span className="tabular">{useFindingPlace()(finding)}</span>;
  const href = findingHref(finding, day);
  if (href === null) return place;
  return (
    <Link href={href} prefetch={false} className={LINK_CLASS}>
      {place}
    </Link>
  );
}

function Found({ finding }: { finding: FindingDto }) {
  const t = useTranslations("day-close");
  const say = useFindingText();
  return (
    <>
      {say(finding)}
      {finding.isInTheWay ? <span className="block text-muted">{t(`toDo.${finding.code}`)}</span> : null}
    </>
  );
}
