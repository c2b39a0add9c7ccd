import {
  ArrowLeftRight,
  Banknote,
  BookOpenText,
  Building2,
  CalendarDays,
  ChartColumn,
  CircleHelp,
  FileInput,
  Gauge,
  HandCoins,
  House,
  Landmark,
  type LucideIcon,
  Palette,
  Radio,
  ReceiptText,
  ScrollText,
  Send,
  ShieldCheck,
  Split,
  Undo2,
  Users,
} from "lucide-react";
import { isPermitted, type Permission, type Role } from "@/core/permissions/permissions";

export type NavItem = {
  /** Names the page in `shell.nav.<id>`. */
  readonly id: string;
  readonly href: string;
  readonly icon: LucideIcon;
  /** Only decides whether the link is shown; the page authorises itself. */
  readonly permission?: Permission;
  /** Pressed after `g`. */
  readonly key?: string;
};

export type NavGroup = { readonly id: string; readonly items: readonly NavItem[] };

/** Every page of the desk: the side navigation, the palette and the go-to shortcuts are made from this one table. */
export const NAV_GROUPS: readonly NavGroup[] = [
  { id: "overview", items: [{ id: "home", href: "/", icon: House, key: "h" }] },
  {
    id: "work",
    items: [
      { id: "statements", href: "/statements", icon: FileInput, permission: "statement.view", key: "t" },
      {
        id: "reconciliation",
        href: "/reconciliation",
        icon: ArrowLeftRight,
        permission: "reconciliation.view",
        key: "r",
      },
      { id: "bank", href: "/bank", icon: Landmark, permission: "bank.view", key: "b" },
      { id: "suspense", href: "/suspense", icon: CircleHelp, permission: "suspense.view", key: "s" },
      { id: "clearing", href: "/clearing", icon: Split, permission: "clearing.view", key: "n" },
      { id: "settlement", href: "/settlement", icon: HandCoins, permission: "settlement.view", key: "j" },
      { id: "moneyOut", href: "/money-out", icon: Send, permission: "moneyOut.view", key: "x" },
      { id: "payouts", href: "/payouts", icon: Banknote, permission: "payout.view", key: "y" },
      { id: "approvals", href: "/approvals", icon: ShieldCheck, permission: "approval.view", key: "a" },
    ],
  },
  {
    id: "books",
    items: [
      { id: "position", href: "/position", icon: Gauge, permission: "position.view", key: "p" },
      { id: "ledger", href: "/ledger", icon: BookOpenText, permission: "ledger.view", key: "l" },
      { id: "reports", href: "/reports", icon: ChartColumn, permission: "report.view", key: "e" },
      { id: "orders", href: "/orders", icon: ReceiptText, permission: "order.view", key: "o" },
      { id: "refunds", href: "/refunds", icon: Undo2, permission: "refund.view", key: "f" },
    ],
  },
  {
    id: "setup",
    items: [
      { id: "merchants", href: "/merchants", icon: Building2, permission: "merchant.view", key: "m" },
      { id: "channels", href: "/channels", icon: Radio, permission: "channel.view", key: "c" },
      { id: "calendar", href: "/calendar", icon: CalendarDays, permission: "calendar.view" },
      { id: "users", href: "/users", icon: Users, permission: "user.edit" },
      { id: "audit", href: "/audit", icon: ScrollText, permission: "audit.view", key: "u" },
      { id: "design", href: "/design", icon: Palette },
    ],
  },
];

/** The groups with only what the roles may look at; empty groups fall away. */
export function visibleNavGroups(roles: readonly Role[]): NavGroup[] {
  return NAV_GROUPS.map((group) => ({
    id: group.id,
    items: group.items.filter((item) => !item.permission || isPermitted(roles, item.permission)),
  })).filter((group) => group.items.length > 0);
}

/** Whether the address lies in the item's part of the desk; home is only itself. */
export function isCurrent(item: NavItem, pathname: string): boolean {
  return item.href === "/" ? pathname === "/" : pathname === item.href || pathname.startsWith(`${item.href}/`);
}
