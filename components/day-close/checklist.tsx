import Link from "next/link";
import { useTranslations } from "next-intl";
import { LINK_CLASS } from "@/components/object/object-link";
import { StatusBadge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import { type Column, DataTable } from "@/components/ui/data-table";
import { CLOSE_LINES, type CloseFinding, type CloseLine, differenceOf, stateOfLine } from "@/core/day-close/findings";
import { findingHref } from "./finding-href";
import { FINDING_TONES } from "./finding-look";
import { Figure, useFindingPlace, useFindingText } from "./finding-text";

type ChecklistProps = { day: string; findings: readonly CloseFinding[] };

/** The checklist of a day, a box a line, each finding with its two sides, the way to its rows and what to do about it. */
export function Checklist({ day, findings }: ChecklistProps) {
  return (
    <div className="flex flex-col gap-section">
      {CLOSE_LINES.map((line) => (
        <ChecklistLine key={line} line={line} day={day} findings={findings.filter((one) => one.line === line)} />
      ))}
    </div>
  );
}

function ChecklistLine({ line, day, findings }: ChecklistProps & { line: CloseLine }) {
  const t = useTranslations("day-close");
  const columns = useFindingColumns(day, findings);
  const state = stateOfLine(findings, line);
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
        <DataTable caption={t(`line.${line}`)} rows={findings} rowKey={keyOf} columns={columns} />
      )}
    </Section>
  );
}

const keyOf = ({ code, place, asset }: CloseFinding) => `${code} ${place} ${asset}`;

/** Columns of figures stand only where a finding of the line has any. */
function useFindingColumns(day: string, findings: readonly CloseFinding[]): Column<CloseFinding>[] {
  const t = useTranslations("day-close");
  const hasFigures = findings.some(({ left }) => left !== null);
  const figures: Column<CloseFinding>[] = [
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
      cell: (finding) => <Figure value={differenceOf(finding)} asset={finding.asset} signed />,
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

function Place({ finding, day }: { finding: CloseFinding; day: string }) {
  const place = useFindingPlace()(finding);
  const href = findingHref(finding, day);
  if (href === null) return <>{place}</>;
  return (
    <Link href={href} prefetch={false} className={LINK_CLASS}>
      {place}
    </Link>
  );
}

function Found({ finding }: { finding: CloseFinding }) {
  const t = useTranslations("day-close");
  const say = useFindingText();
  const isInTheWay = finding.state === "RED" || finding.state === "WAITING";
  return (
    <>
      {say(finding)}
      {isInTheWay ? <span className="block text-muted">{t(`toDo.${finding.code}`)}</span> : null}
    </>
  );
}
