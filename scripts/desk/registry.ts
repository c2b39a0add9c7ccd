import type { DeskCommand } from "./command";

/**
 * Every command, loaded when it is called: the start of `desk` must not pay for all of them. A key is one or two words;
 * interfaces.md holds the stable list.
 */
export const COMMANDS: Record<string, () => Promise<DeskCommand>> = {
  setup: async () => (await import("./setup")).setup,
  "user add": async () => (await import("./user-add")).userAdd,
};
