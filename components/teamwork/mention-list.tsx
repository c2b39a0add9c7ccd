import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateTime } from "@/components/money/date-time";
import { Badge } from "@/components/ui/badge";
import type { MentionDto } from "@/contracts/teamwork";

/** Comments that mention the reader; each leads to its item, where being seen makes it read. */
export function MentionList({ mentions }: { mentions: readonly MentionDto[] }) {
  const t = useTranslations("suspense");
  return (
    <ul className="divide-y divide-line">
      {mentions.map((mention) => (
        <li key={mention.id}>
          <Link
            href={`/suspense?item=${mention.itemNo}`}
            prefetch={false}
            className="flex flex-col gap-0.5 px-4 py-2 text-sm hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
              {mention.isRead ? null : <Badge tone="info">{t("mention.new")}</Badge>}
              <span className={mention.isRead ? "" : "font-semibold text-ink"}>{mention.by}</span>
              <span className="tabular">{mention.itemNo}</span>
              <DateTime at={mention.at} />
            </span>
            <span className="line-clamp-2 whitespace-pre-wrap break-words">{mention.body}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
