import { parentOf } from "../postgres/process-identity";

const PARENT_POLL_MS = 1_000;

/**
 * Aborts when we are told to stop: by Ctrl-C, by a signal, or because npm, which started us, was killed. A second signal
 * ends the process at once; its children then end by themselves.
 */
export function untilStopped(): AbortController {
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stopped.signal.aborted && performance.now() - abortedAt > REPEAT_IGNORED_MS) process.exit(1);
      abort();
    });
  }
  let abortedAt = 0;
  const abort = (): void => {
    if (!stopped.signal.aborted) abortedAt = performance.now();
    stopped.abort();
  };
  // npm starts a shell, and that us; when npm is killed, the shell lives on. Only below npm: whoever starts us in the background by hand may leave.
  if (process.env.npm_lifecycle_event !== undefined) {
    const npm = parentOf(process.ppid);
    const parent = process.ppid;
    const hasLost = (): boolean => process.ppid !== parent || parentOf(parent) !== npm;
    setInterval(() => hasLost() && abort(), PARENT_POLL_MS).unref();
  }
  return stopped;
}

/** On a terminal, Ctrl-C reaches us twice: from the terminal, and passed on by npm. */
const REPEAT_IGNORED_MS = 1_000;
