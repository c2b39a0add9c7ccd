import "server-only";
import type {
  ProposeChannelSettingsInput,
  ProposeMerchantSettingsInput,
  ProposeReserveMinimumInput,
  SettingsColumns,
  SettingsPayload,
} from "@/contracts/administration";
import { accept, type Refusal, type Result, refuse } from "@/core/result";
import { findMerchantColumns, toMerchantColumns } from "@/server/administration/merchant-columns";
import { merchantSettings } from "@/server/approvals/acts/merchant-settings";
import { proposeApproval } from "@/server/approvals/propose-approval";
import { defineCommand } from "@/server/command";
import { findReserveMinimum, reserveAccountUnknown } from "@/server/store/reserve-minimums";
import { findChannelColumns, toChannelColumns } from "@/server/store/save-channel";
import type { DbTransaction } from "@/server/transact";

type Proposed = { no: string; approvalNo: string };

/** Asks for other fees, limits or ways of being paid out. The merchant's agreement stands until somebody else has agreed. */
export const proposeMerchantSettings = defineCommand<ProposeMerchantSettingsInput, Proposed>({
  action: "merchant.propose_settings",
  permission: "merchant.edit",
  object: ({ merchantNo }) => ({ type: "merchant", no: merchantNo }),
  toHashed: ({ merchantNo, expectedVersion, settings, reason }) => ({
    merchantNo,
    expectedVersion,
    settings: toMerchantColumns(settings),
    reason,
  }),
  async effect(tx, { merchantNo, expectedVersion, settings, reason }) {
    const found = await findMerchantColumns(tx, tx.context.actor.scope, merchantNo);
    if (!found)
      return refuse("merchant_unknown", `There is no merchant ${merchantNo} that you may see.`, {
        merchants: merchantNo,
      });
    if (found.version !== expectedVersion) return refuseChanged(merchantNo);
    const { name, columns } = found;
    const base = { of: "merchant", no: merchantNo, name, baseVersion: expectedVersion, before: columns } as const;
    return propose(tx, { ...base, after: toMerchantColumns(settings) }, reason);
  },
});

/** Asks for another channel, or for other settings of one. Files are read and fees expected as before until then. */
export const proposeChannelSettings = defineCommand<ProposeChannelSettingsInput, Proposed>({
  action: "channel.propose_settings",
  permission: "channel.edit",
  object: ({ channel }) => ({ type: "channel", no: channel.code }),
  toHashed: ({ channel, expectedVersion, reason }) => ({ channel, expectedVersion, reason }),
  async effect(tx, { channel, expectedVersion, reason }) {
    const found = await findChannelColumns(tx, channel.code);
    if ((found?.version ?? 0) !== expectedVersion) return refuseChanged(channel.code);
    const before = found?.columns ?? null;
    const base = { of: "channel", no: channel.code, name: channel.name, baseVersion: expectedVersion, before } as const;
    return propose(tx, { ...base, after: toChannelColumns(channel) }, reason);
  },
});

/** Asks for another line below which a reserve account is not to fall. It stops no payment: it says when somebody has to look. */
export const proposeReserveMinimum = defineCommand<ProposeReserveMinimumInput, Proposed>({
  action: "reserve.propose_minimum",
  permission: "reserve.limit",
  object: ({ accountNo }) => ({ type: "reserve_account", no: accountNo }),
  toHashed: ({ accountNo, expectedVersion, minimumMinor, reason }) => ({
    accountNo,
    expectedVersion,
    minimumMinor: `${minimumMinor}`,
    reason,
  }),
  async effect(tx, { accountNo, expectedVersion, minimumMinor, reason }) {
    const found = await findReserveMinimum(tx, accountNo);
    if (!found) return reserveAccountUnknown(accountNo);
    if (found.version !== expectedVersion) return refuseChanged(accountNo);
    const { bankAccount: name, columns: before } = found;
    const base = { of: "reserve_account", no: accountNo, name, baseVersion: expectedVersion, before } as const;
    return propose(tx, { ...base, after: { minimum_minor: `${minimumMinor}` } }, reason);
  },
});

type Wanted = {
  readonly of: SettingsPayload["of"];
  readonly no: string;
  readonly name: string;
  readonly baseVersion: number;
  readonly before: SettingsColumns | null;
  readonly after: SettingsColumns;
};

async function propose(tx: DbTransaction, wanted: Wanted, reason: string): Promise<Result<Proposed>> {
  const { no, before, after } = wanted;
  if (before !== null && Object.keys(after).every((name) => before[name] === after[name])) {
    return refuse("settings_unchanged", `The settings of ${no} are these already.`, { no });
  }
  const proposed = await proposeApproval(tx, merchantSettings.bind({ ...wanted }), reason);
  return proposed.ok ? accept({ no, approvalNo: proposed.value.approvalNo }) : proposed;
}

function refuseChanged(no: string): { ok: false; refusal: Refusal<"settings_changed"> } {
  return refuse(
    "settings_changed",
    `${no} was changed by somebody else meanwhile. Look at it again; nothing was proposed.`,
    { no },
  );
}
