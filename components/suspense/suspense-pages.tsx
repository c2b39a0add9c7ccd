import { AtSign, BookOpenCheck, Gauge, Group, HandCoins, Layers, Route } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button";

const PAGES = [
  { id: "groups", href: "/suspense/groups", icon: Group },
  { id: "bulk", href: "/suspense/bulk", icon: Layers },
  { id: "claims", href: "/suspense/claims", icon: HandCoins },
  { id: "playbook", href: "/suspense/playbook", icon: BookOpenCheck },
  { id: "load", href: "/suspense/load", icon: Gauge },
  { id: "mentions", href: "/suspense/mentions", icon: AtSign },
  { id: "routing", href: "/suspense/routing", icon: Route },
] as const;

type SuspensePagesProps = { current: (typeof PAGES)[number]["id"] | null; mayRoute: boolean };

/** The pages around the queue; the one where the reader is has no way to itself. */
export function SuspensePages({ current, mayRoute }: SuspensePagesProps) {
  const t = useTranslations("suspense");
  const shown = PAGES.filter(({ id }) => id !== current && (id !== "routing" || mayRoute));
  return (
    <>
      {shown.map(({ id, href, icon: Icon }) => (
        <ButtonLink key={id} href={href} size="sm" variant="ghost" prefetch={false}>
          <Icon aria-hidden />
          {t(`pages.${id}`)}
        </ButtonLink>
      ))}
    </>
  );
}
