import "server-only";
import { type SettingsColumns, type SettingsPayload, settingsPayload } from "@/contracts/administration";
import type { FieldChangeDto, FieldValueDto } from "@/contracts/approval-views";
import { readFeeTiers } from "@/core/clearing/fee-tiers";
import { toDecimalString } from "@/core/money/parse-money";
import { accept, invariant, refuse } from "@/core/result";
import { findMerchantColumns, saveMerchantColumns } from "@/server/administration/merchant-columns";
import { defineAct } from "@/server/approvals/act";
import { appendAudit } from "@/server/audit/append-audit";
import { findReserveMinimum, reserveAccountUnknown, saveReserveMinimum } from "@/server/store/reserve-minimums";
import { findChannelColumns, saveChannel } from "@/server/store/save-channel";

/** What a merchant pays and how it is paid out, how a channel is read, booked and paid, or how low a reserve account may fall. */
export const merchantSettings = defineAct<SettingsPayload>({
  name: "MERCHANT_SETTINGS",
  proposedWith: "merchant.edit",
  payload: settingsPayload,
  object: ({ of, no }) => ({ type: of, no }),
  async weigh(db, { of, no }) {
    const merchant = of === "merchant" ? await findMerchantColumns(db, null, no) : null;
    return {
      ruledAct: "MERCHANT_SETTINGS",
      amount: null,
      payee: null,
      merchantId: merchant?.id ?? null,
      editorIds: [],
    };
  },
  async lock(tx, { of, no }) {
    if (of === "merchant") await tx.query("SELECT 1 FROM merchants WHERE merchant_no = $1 FOR UPDATE", [no]);
    else if (of === "channel") await tx.query("SELECT 1 FROM channels WHERE code = $1 FOR UPDATE", [no]);
    else await tx.query("SELECT 1 FROM reserve_minimums WHERE account_no = $1 FOR UPDATE", [no]);
  },
  async observe(db, { of, no }) {
    if (of === "channel") {
      const channel = await findChannelColumns(db, no);
      return accept([{ type: of, no, version: channel?.version ?? 0, facts: channel?.columns ?? null }]);
    }
    if (of === "reserve_account") {
      const line = await findReserveMinimum(db, no);
      return line ? accept([{ type: of, no, version: line.version, facts: line.columns }]) : reserveAccountUnknown(no);
    }
    const merchant = await findMerchantColumns(db, null, no);
    if (!merchant) return refuse("merchant_unknown", `There is no merchant ${no}.`, { merchants: no });
    return accept([{ type: of, no, version: merchant.version, facts: { name: merchant.name, ...merchant.columns } }]);
  },
  async execute(tx, { of, no, before, after }, { approvalNo }) {
    if (of === "channel") await saveChannel(tx, no, after);
    else if (of === "reserve_account") await saveReserveMinimum(tx, no, after);
    else {
      const merchant = await findMerchantColumns(tx, null, no);
      invariant(merchant, `${no} is locked`);
      await saveMerchantColumns(tx, merchant.id, after);
    }
    const detail = { approvalNo, before, after };
    await appendAudit(tx, { action: `${of}.changed`, objectType: of, objectNo: no, detail });
    return accept({ voucherNo: null });
  },
  async describe(_db, { of, no, before, after }) {
    const changed = Object.keys(after).filter((name) => before === null || before[name] !== after[name]);
    const shownOf = (columns: SettingsColumns | null, name: string) => toValue(name, columns?.[name] ?? null);
    return {
      subject: { kind: "object", object: of, no },
      changes: changed.map(
        (name): FieldChangeDto => ({ field: name, before: shownOf(before, name), after: shownOf(after, name) }),
      ),
    };
  },
});

/** "≥ 10000.00: 0.55%; …", or a dash where the rate is one for all. */
function sayTiers(text: string): string {
  const said = readFeeTiers(text).map(
    ({ fromMinor, feeBps }) => `≥ ${toDecimalString(fromMinor, 2)}: ${toDecimalString(BigInt(feeBps), 2)}%`,
  );
  return said.length === 0 ? "–" : said.join("; ");
}
const AMOUNTS_OF_YUAN = /(limit|cap|minimum|min_payout|fee_min|fee_max)_minor$/;

/** A column as people read it; nothing where it is empty. */
function toValue(name: string, value: SettingsColumns[string]): FieldValueDto | null {
  if (value === null) return null;
  if (name.endsWith("_bps")) return { kind: "text", text: `${toDecimalString(BigInt(value), 2)}%` };
  if (name === "fee_tiers") return { kind: "text", text: sayTiers(`${value}`) };
  if (AMOUNTS_OF_YUAN.test(name)) return { kind: "amount", amountMinor: `${value}`, asset: "CNY" };
  if (typeof value === "boolean")
    return { kind: "message", key: `act.MERCHANT_SETTINGS.value.${value ? "yes" : "no"}` };
  if (name === "settlement_days") return { kind: "text", text: `T+${value}` };
  const isWord = /^[A-Z_]+$/.test(`${value}`) && name !== "bank_account" && name !== "name";
  return isWord ? { kind: "message", key: `act.MERCHANT_SETTINGS.value.${value}` } : { kind: "text", text: `${value}` };
}
