import { createServer, connect as open, type Server, type Socket } from "node:net";

/**
 * What befalls the statement that is to be hit. `before`: the connection breaks and the server never sees it. `after`: the
 * server has done it, and its answer is lost. `late`: the connection breaks, and the server gets it all the same, later,
 * when nobody waits for it. `slow`: it arrives after the server's patience with an idle transaction has ended.
 */
export type Fault = "before" | "after" | "late" | "slow";
export const FAULTS: readonly Fault[] = ["before", "after", "late", "slow"];

export type FaultProxy = {
  /** The database's address by way of the proxy. */
  readonly url: string;
  /** The `nth` statement from now on is hit, once; tells afterwards whether there were that many. */
  readonly arm: (nth: number, fault: Fault) => void;
  readonly disarm: () => { readonly hasStruck: boolean };
  /** Resolves when statements that were let go late have been seen by the server. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const LATE_MS = 25;
const QUERY = "Q".charCodeAt(0);
const SYNC = "S".charCodeAt(0);
const READY = "Z".charCodeAt(0);

/** A TCP proxy in front of PostgreSQL that understands just enough of its protocol to count statements. */
export async function openFaultProxy(databaseUrl: string, slowMs: number): Promise<FaultProxy> {
  const target = new URL(databaseUrl);
  const state = { left: 0, fault: null as Fault | null, hasStruck: false };
  const pending = new Set<Promise<void>>();
  const strike = (): Fault | null => {
    if (state.fault === null) return null;
    state.left -= 1;
    if (state.left > 0) return null;
    const { fault } = state;
    state.fault = null;
    state.hasStruck = true;
    return fault;
  };
  const server = createServer((client) =>
    carry(client, open(Number(target.port), target.hostname), strike, pending, slowMs),
  );
  const port = await listen(server);
  const url = new URL(databaseUrl);
  url.port = `${port}`;
  return {
    url: url.href,
    arm: (nth, fault) => Object.assign(state, { left: nth, fault, hasStruck: false }),
    disarm: () => {
      state.fault = null;
      return { hasStruck: state.hasStruck };
    },
    settled: async () => void (await Promise.all(pending)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function carry(
  client: Socket,
  server: Socket,
  strike: () => Fault | null,
  pending: Set<Promise<void>>,
  slowMs: number,
): void {
  client.setNoDelay(true);
  server.setNoDelay(true);
  let unread = Buffer.alloc(0);
  let isStarted = false;
  let isDropping = false;
  const breakBoth = () => {
    client.resetAndDestroy();
    server.destroy();
  };
  client.on("error", () => server.destroy());
  server.on("error", () => client.destroy());
  client.on("close", () => isDropping || server.end());
  server.on("close", () => client.end());
  server.on("data", (chunk) => {
    if (!isDropping) client.write(chunk);
    else if (endsReady(chunk)) breakBoth();
  });
  const forward = (message: Buffer): void => {
    const isStatement = isStarted && (message[0] === QUERY || message[0] === SYNC);
    const fault = isStatement ? strike() : null;
    isStarted = true;
    if (fault === "before") breakBoth();
    else if (fault === "slow") later(slowMs, () => server.write(message), pending);
    else {
      if (fault !== null) isDropping = true;
      if (fault === "late") {
        client.resetAndDestroy();
        later(LATE_MS, () => server.write(message), pending);
      } else server.write(message);
    }
  };
  client.on("data", (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    // The first message has no type, only its length; all others have a type and then their length.
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (unread.length < head + 4) return;
      const size = head + unread.readUInt32BE(head);
      if (unread.length < size) return;
      forward(unread.subarray(0, size));
      unread = unread.subarray(size);
    }
  });
}

/** A "ready for query" is six bytes long, and the last of every answer. */
function endsReady(chunk: Buffer): boolean {
  return chunk.length >= 6 && chunk[chunk.length - 6] === READY && chunk.readUInt32BE(chunk.length - 5) === 5;
}

function later(ms: number, act: () => void, pending: Set<Promise<void>>): void {
  // The server has a moment more to do what it was sent.
  const done = new Promise<void>((resolve) => {
    setTimeout(() => {
      act();
      setTimeout(resolve, LATE_MS);
    }, ms);
  });
  pending.add(done);
  void done.then(() => pending.delete(done));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
