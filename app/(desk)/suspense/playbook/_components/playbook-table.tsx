import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Section } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import type { PlayDto } from "@/contracts/claim-views";
import { formatAmount } from "@/core/money/format-money";

/** Each resolution in a row: for what, what it posts, what it has to be shown with, and who checks it. */
export function PlaybookTable({ plays }: { plays: readonly PlayDto[] }) {
  const t = useTranslations("suspense");
  return (
    <Section title={t("playbook.plays")} description={t("playbook.playsText")} flush>
      <DataTable
        caption={t("playbook.plays")}
        rows={plays}
        rowKey={(play) => play.resolution}
        columns={[
          {
            key: "resolution",
            header: t("propose.resolution"),
            rowHeader: true,
            className: "min-w-48 align-top",
            cell: (play) => <PlayName play={play} />,
          },
          {
            key: "for",
            header: t("playbook.for"),
            className: "min-w-36 align-top",
            cell: (play) => <PlayFor play={play} />,
          },
          {
            key: "posts",
            header: t("playbook.posts"),
            className: "min-w-52 align-top",
            cell: (play) => <PlayPosts play={play} />,
          },
          {
            key: "evidence",
            header: t("playbook.evidence"),
            className: "min-w-40 align-top",
            cell: (play) => <PlayEvidence play={play} />,
          },
          {
            key: "checkers",
            header: t("playbook.checkers"),
            className: "min-w-52 align-top",
            cell: (play) => <PlayCheckers play={play} />,
          },
        ]}
      />
    </Section>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="flex flex-col gap-0.5 py-1">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function PlayName({ play: { resolution, canReopen, claimDueIn } }: { play: PlayDto }) {
  const t = useTranslations("suspense");
  const after = [
    ...(claimDueIn === null ? [] : [t("playbook.claimed", { days: claimDueIn })]),
    t(canReopen ? "playbook.canReopen" : "playbook.cannotReopen"),
  ];
  return (
    <div className="flex flex-col gap-0.5 py-1">
      <p className="font-medium">{t(`resolution.${resolution}.name`)}</p>
      <p className="text-muted text-xs">{t(`resolution.${resolution}.sentence`)}</p>
      {after.map((line) => (
        <p key={line} className="text-muted text-xs">
          {line}
        </p>
      ))}
    </div>
  );
}

function PlayFor({ play: { direction, kinds, itemKinds } }: { play: PlayDto }) {
  const t = useTranslations("suspense");
  const enums = useTranslations("enums");
  return (
    <Lines
      lines={[
        direction === "EITHER" ? t("playbook.either") : enums(`direction.${direction}`),
        ...(itemKinds.length === 1 ? itemKinds.map((kind) => t(`playbook.only.${kind}`)) : []),
        kinds === null
          ? t("playbook.allKinds")
          : kinds.map((kind) => enums(`outcome.${kind}`)).join(t("playbook.comma")),
      ]}
    />
  );
}

/** The rule of the posting catalogue, whose page shows an example; openings that are reversed have none. */
function PlayPosts({ play: { event, lines, resolution } }: { play: PlayDto }) {
  const t = useTranslations("suspense");
  const locale = useLocale();
  if (event === null) return <p className="py-1">{t(`playbook.noEvent.${resolution}`)}</p>;
  return (
    <Link href={`/ledger/catalogue/${event}`} className="block py-1 hover:underline" prefetch={false}>
      {lines.map(({ side, glCode, nameEn, nameZh }) => (
        <span key={`${side} ${glCode} ${nameEn}`} className="flex gap-1.5">
          <span className="w-5 shrink-0 text-muted">{t(`playbook.side.${side}`)}</span>
          <span className="tabular w-13 shrink-0">{glCode}</span>
          <span>{locale === "zh-CN" ? nameZh : nameEn}</span>
        </span>
      ))}
    </Link>
  );
}

function PlayEvidence({ play: { evidence } }: { play: PlayDto }) {
  const t = useTranslations("suspense");
  const locale = useLocale();
  const say = ({ need, fromMinor }: PlayDto["evidence"][number]) =>
    fromMinor === "0"
      ? t(`playbook.need.${need}`)
      : t("playbook.needFrom", {
          need: t(`playbook.need.${need}`),
          amount: `${formatAmount(BigInt(fromMinor), "CNY", locale)} CNY`,
        });
  return <Lines lines={[t("playbook.reason"), ...evidence.map(say)]} />;
}

function PlayCheckers({ play: { checkers } }: { play: PlayDto }) {
  const t = useTranslations("suspense");
  const shell = useTranslations("shell");
  const locale = useLocale();
  const say = ({ asset, upToMinor, seats }: PlayDto["checkers"][number]) => {
    const who = seats.map((seat) => shell(`role.${seat}`)).join(" + ");
    if (asset === null) return checkers.length === 1 ? who : t("playbook.otherAssets", { who });
    if (upToMinor === null) return t("playbook.anyAmount", { who, asset });
    return t("playbook.upTo", { who, amount: `${formatAmount(BigInt(upToMinor), asset, locale)} ${asset}` });
  };
  return <Lines lines={checkers.map(say)} />;
}
