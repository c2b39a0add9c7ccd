import "server-only";
import { invariant } from "@/core/result";
import { getLog } from "@/server/log";
import type { StatementProgress } from "@/server/statements/read-statement";
import { type DbTransaction, reader } from "@/server/transact";
import { ImportStopped, LEASE_SECONDS } from "./import-job";

const BEAT_MS = 1_000;

const BEAT = `
  UPDATE imports SET lease_until = clock_timestamp() + make_interval(secs => $3), read_bytes = $4, line_count = $5,
    bytes_per_second = $6, status = CASE WHEN status = 'READING' AND $4 >= size_bytes THEN 'CHECKING' ELSE status END
  WHERE id = (SELECT id FROM imports WHERE id = $1 AND worker = $2 FOR UPDATE SKIP LOCKED)
  RETURNING cancel_asked_at IS NOT NULL AS "isCancelAsked"`;
const IS_MINE = "SELECT 1 FROM imports WHERE id = $1 AND worker = $2";
const PROMOTE = `
  UPDATE imports SET status = 'PROMOTING' WHERE id = $1 AND worker = $2 AND cancel_asked_at IS NULL RETURNING id`;
const FENCE = "SELECT 1 FROM imports WHERE id = $1 AND worker = $2 AND status = 'PROMOTING' FOR SHARE";

/**
 * What a job says of itself while it runs, once a second and outside the import's transaction: how far it is, and that its
 * worker lives. It learns there that it is to stop; `report` then throws, and the import leaves nothing.
 */
export class ImportBeat {
  private progress: StatementProgress = { readBytes: 0, sizeBytes: 0, lines: 0 };
  private stopped: ImportStopped["why"] | null = null;
  private beating: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;
  private readonly startedAt = performance.now();

  constructor(
    private readonly id: bigint,
    private readonly worker: string,
  ) {
    this.timer = setInterval(() => {
      this.beating = this.beating.then(() => this.beat());
    }, BEAT_MS);
  }

  readonly report = (progress: StatementProgress): void => {
    this.progress = progress;
    if (this.stopped !== null) throw new ImportStopped(this.stopped);
  };

  /**
   * From here on nobody cancels. The row stays locked until the import's transaction ends: no other worker takes the job
   * while its statement is being stored, and one that was taken meanwhile is not stored twice.
   */
  async promote(tx: DbTransaction): Promise<void> {
    const promoting = await reader.query(PROMOTE, [this.id, this.worker]);
    if (promoting.length === 0) throw new ImportStopped(await this.whyStopped());
    const fenced = await tx.query(FENCE, [this.id, this.worker]);
    if (fenced.length === 0) throw new ImportStopped("lost");
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
  }

  private async whyStopped(): Promise<ImportStopped["why"]> {
    return (await reader.query(IS_MINE, [this.id, this.worker])).length > 0 ? "cancelled" : "lost";
  }

  private async beat(): Promise<void> {
    const { readBytes, lines } = this.progress;
    const seconds = (performance.now() - this.startedAt) / 1_000;
    invariant(seconds > 0, "time has passed since the start");
    try {
      const values = [this.id, this.worker, LEASE_SECONDS, readBytes, lines, Math.round(readBytes / seconds)];
      const [row] = await reader.query<{ isCancelAsked: boolean }>(BEAT, values);
      // No row: another worker has the job, or our own transaction holds it while it is stored.
      if (row?.isCancelAsked) this.stopped = "cancelled";
      else if (!row && (await this.whyStopped()) === "lost") this.stopped = "lost";
    } catch (error) {
      // The database may be away for a moment; the lease outlasts that, or the job is somebody else's.
      getLog().warn({ err: error, importId: `${this.id}` }, "an import could not say how far it is");
    }
  }
}
