import type { DeskCommand } from "./command";

/**
 * Every command, loaded when it is called: the start of `desk` must not pay for all of them. A key is one or two words;
 * interfaces.md holds the stable list.
 */
export const COMMANDS: Record<string, () => Promise<DeskCommand>> = {
  setup: async () => (await import("./setup")).setup,
  "user add": async () => (await import("./user-add")).userAdd,
  "api-key add": async () => (await import("./api-key")).apiKeyAdd,
  "api-key revoke": async () => (await import("./api-key")).apiKeyRevoke,
  "channel set": async () => (await import("./channel-set")).channelSet,
  "merchant set": async () => (await import("./merchant-set")).merchantSet,
  "calendar import": async () => (await import("./calendar")).calendarImport,
  "calendar show": async () => (await import("./calendar")).calendarShow,
  "orders import": async () => (await import("./orders-import")).ordersImport,
  "top-ups import": async () => (await import("./top-ups-import")).topUpsImport,
  "statement import": async () => (await import("./statement-import")).statementImport,
  "bank import": async () => (await import("./bank-import")).bankImport,
  "statement inspect": async () => (await import("./statement-inspect")).statementInspect,
  reconcile: async () => (await import("./reconcile")).reconcile,
  clear: async () => (await import("./clear")).clear,
  settle: async () => (await import("./settle")).settle,
  position: async () => (await import("./position")).position,
  breaks: async () => (await import("./breaks")).breaks,
  suspense: async () => (await import("./suspense")).suspense,
  balance: async () => (await import("./balance")).balance,
  "trial-balance": async () => (await import("./trial-balance")).trialBalance,
  "export ledger": async () => (await import("./export-ledger")).exportLedgerText,
  "day check": async () => (await import("./day")).dayCheck,
  "day close": async () => (await import("./day")).dayClose,
  "day reopen": async () => (await import("./day")).dayReopen,
  "account buffer": async () => (await import("./account")).accountBuffer,
  "ledger rebuild": async () => (await import("./ledger")).ledgerRebuild,
  worker: async () => (await import("./worker")).workOnce,
  verify: async () => (await import("./verify")).verify,
};
