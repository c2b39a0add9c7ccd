/** Before the first request: as owner or superuser the app would stand above every guard of the book, so it does not run. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { assertAppRole, getPool } = await import("@/server/db");
  const { getChannelClients } = await import("@/server/channels/find-channel-client");
  const { warnOfDurabilityRisks } = await import("@/server/durability");
  const { getLog } = await import("@/server/log");
  const { watchRequests } = await import("@/server/watch-requests");
  watchRequests();
  try {
    await assertAppRole(getPool());
    await warnOfDurabilityRisks(getPool());
    // A mistake in the channels' settings is told now, not when the first callback comes.
    getChannelClients();
  } catch (error) {
    getLog().fatal({ err: error }, "the web server cannot run");
    process.exit(1);
  }
}
