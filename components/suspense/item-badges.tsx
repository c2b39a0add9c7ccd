import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import type { BreakKind, SuspenseStatus } from "@/core/suspense/item";
import { DIRECTION_TONES, KIND_ICONS, STATUS_TONES } from "./item-look";

export function ItemStatusBadge({ status }: { status: SuspenseStatus }) {
  const enums = useTranslations("enums");
  return <StatusBadge tone={STATUS_TONES[status]}>{enums(`suspenseStatus.${status}`)}</StatusBadge>;
}

type KindBadgeProps = {
  kind: BreakKind;
  direction: "LONG" | "SHORT";
  /** Beside a signed amount, which says the direction already. */
  short?: boolean | undefined;
};

/** The kind of break with its icon; the colour is the direction's, which a mismatch says in words as well. */
export function KindBadge({ kind, direction, short = false }: KindBadgeProps) {
  const enums = useTranslations("enums");
  const isSaid = short || kind === direction;
  return (
    <StatusBadge tone={DIRECTION_TONES[direction]} icon={KIND_ICONS[kind]}>
      {enums(`outcome.${kind}`)}
      {isSaid ? null : ` · ${enums(`direction.${direction}`)}`}
    </StatusBadge>
  );
}
