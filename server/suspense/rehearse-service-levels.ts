import "server-only";
import type { OpenItemsOfLevelsDto } from "@/contracts/service-levels";
import { accept, type Result, refuse } from "@/core/result";
import type { ServiceLevel } from "@/core/suspense/service-levels";
import { countUnderLevels, findUnknownChannel } from "@/server/store/service-levels";
import { reader } from "@/server/transact";

/** How many of the open items would be given something else by these levels. */
export async function rehearseServiceLevels(levels: readonly ServiceLevel[]): Promise<Result<OpenItemsOfLevelsDto>> {
  const channel = await findUnknownChannel(reader, levels);
  if (channel !== null) return refuse("channel_unknown", `There is no channel ${channel}.`, { channel });
  return accept(await countUnderLevels(reader, levels));
}
