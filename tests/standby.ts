import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { openCluster, startServer, stopServer } from "@/scripts/postgres/cluster";

/** The name by which the first server knows whom it waits for. */
const STANDBY = "desk_standby";

export type Standby = {
  /** Where what the first server had at `url` is on this one. */
  readonly addressOf: (url: string) => string;
  /** From now on it takes writes; it has all that the first one has acknowledged. */
  readonly promote: () => Promise<void>;
  readonly stop: () => void;
};

/**
 * A server in `folder` that follows the one in `primaryFolder`, which waits for it with every commit: made from a copy, as
 * with pg_basebackup, which the embedded PostgreSQL does not bring along.
 */
export async function startStandby(
  primaryFolder: string,
  primary: { readonly adminUrl: string },
  folder: string,
): Promise<Standby> {
  const from = openCluster(primaryFolder);
  const standby = openCluster(folder);
  const admin = new pg.Client({ connectionString: primary.adminUrl });
  await admin.connect();
  await admin.query(`SELECT pg_create_physical_replication_slot('${STANDBY}', true)`);
  await admin.query("SELECT pg_backup_start('standby', true)");
  const copied = spawnSync("cp", ["-a", from.data, standby.data], { encoding: "utf8" });
  if (copied.status !== 0) throw new Error(copied.stderr);
  const { rows } = await admin.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop(false)");
  rmSync(join(standby.data, "postmaster.pid"));
  const address = new URL(primary.adminUrl);
  const follows = `host=${address.hostname} port=${address.port} user=${address.username} password=${address.password} application_name=${STANDBY}`;
  writeOwn("backup_label", rows[0]?.labelfile ?? "");
  writeOwn("standby.signal", "");
  writeOwn("postgresql.auto.conf", `primary_conninfo = '${follows}'\nprimary_slot_name = '${STANDBY}'\n`);
  const port = await startServer(standby, null, { durable: true, isPortFixed: false });
  await admin.query(`ALTER SYSTEM SET synchronous_standby_names = '${STANDBY}'`);
  await admin.query("SELECT pg_reload_conf()");
  await admin.end();
  const addressOf = (url: string) => {
    const there = new URL(url);
    there.port = String(port);
    return there.href;
  };
  return { addressOf, promote: () => promote(addressOf(primary.adminUrl)), stop: () => stopServer(standby) };

  /** Overwritten where it is there, so that the copied file's owner stays. */
  function writeOwn(name: string, text: string): void {
    writeFileSync(join(standby.data, name), text);
    if (standby.user !== null)
      spawnSync("chown", [`${standby.user.uid}:${standby.user.gid}`, join(standby.data, name)]);
  }
}

async function promote(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  // The wait for itself would never end: nobody follows it yet.
  await client.query("SELECT pg_promote(true, 120)");
  await client.end();
}
