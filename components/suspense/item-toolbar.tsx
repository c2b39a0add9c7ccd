import { AlarmClock, AlarmClockOff, Hand, MessageSquare, PencilRuler, Scale, Send, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { keysOf } from "@/components/shell/shortcuts";
import { Button, ButtonLink } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { SuspenseItemDto } from "@/contracts/suspense-views";
import type { ItemWork } from "./use-item-work";
import type { Teamwork } from "./use-teamwork";

type ItemToolbarProps = {
  item: SuspenseItemDto;
  work: ItemWork;
  isClaimable: boolean;
  onComment: () => void;
  onPropose: (() => void) | null;
  teamwork: Teamwork;
};

/** What can be done with an item now, each with its key. */
export function ItemToolbar({ item, work, isClaimable, onComment, onPropose, teamwork }: ItemToolbarProps) {
  const t = useTranslations("suspense");
  const isReleasable = item.canWork && item.isMine && (item.status === "ASSIGNED" || item.status === "INVESTIGATING");
  if (!item.canWork && !onPropose) return null;
  return (
    <div role="toolbar" aria-label={t("toolbar.label")} className="flex flex-wrap items-center gap-2">
      {isClaimable ? (
        <Button pending={work.pending} onClick={() => void work.claim(item)}>
          <Hand aria-hidden />
          {t("toolbar.claim")}
          <Kbd keys={keysOf("assign")} />
        </Button>
      ) : null}
      {isReleasable ? (
        <Button pending={work.pending} onClick={() => void work.release(item)}>
          <Undo2 aria-hidden />
          {t("toolbar.release")}
        </Button>
      ) : null}
      {item.canWork ? (
        <Button onClick={onComment}>
          <MessageSquare aria-hidden />
          {t("toolbar.comment")}
          <Kbd keys={keysOf("comment")} />
        </Button>
      ) : null}
      {onPropose ? (
        <Button onClick={onPropose}>
          <Scale aria-hidden />
          {t("toolbar.propose")}
          <Kbd keys={keysOf("propose")} />
        </Button>
      ) : null}
      {item.canWork ? (
        <ButtonLink href={`/ledger/adjustments/new?item=${encodeURIComponent(item.itemNo)}`}>
          <PencilRuler aria-hidden />
          {t("toolbar.adjust")}
        </ButtonLink>
      ) : null}
      {teamwork.snooze ? (
        <Button onClick={teamwork.snooze}>
          <AlarmClock aria-hidden />
          {t("toolbar.snooze")}
          <Kbd keys={keysOf("snooze")} />
        </Button>
      ) : null}
      {teamwork.wake ? (
        <Button pending={teamwork.pending} onClick={teamwork.wake}>
          <AlarmClockOff aria-hidden />
          {t("toolbar.wake")}
        </Button>
      ) : null}
      {teamwork.handOver ? (
        <Button onClick={teamwork.handOver}>
          <Send aria-hidden />
          {t("toolbar.handOver")}
        </Button>
      ) : null}
    </div>
  );
}
