import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError } from "../postgres/private-files";

const PORTS_TRIED = 100;
const POLL_MS = 100;

/** The wished port, or the next free one. */
export async function findPort(wished: number): Promise<number> {
  for (let port = wished; port < wished + PORTS_TRIED && port < 65_536; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new SetupError(`No port from ${wished} to ${wished + PORTS_TRIED - 1} is free. Choose another one with PORT.`);
}

export function parsePort(text: string | undefined): number {
  const port = Number(text === undefined || text === "" ? "3000" : text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new SetupError(`PORT must be a number from 1 to 65535, not "${text}".`);
}

/** Free means: nobody answers there, on any of this machine's addresses, and we may listen. */
async function isFree(port: number): Promise<boolean> {
  if (await answers(port)) return false;
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

export async function waitUntilAnswers(port: number, withinMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  while (performance.now() < giveUpAt) {
    if (await answers(port)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: 2_000 });
    const done = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
    socket.once("timeout", () => done(false));
  });
}
