import { commandLine, parentOf } from "../postgres/process-identity";

const PARENT_POLL_MS = 1_000;
/** On a terminal, Ctrl-C reaches us twice: from the terminal, and passed on by npm. */
const REPEAT_IGNORED_MS = 1_000;

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
    if (stopped.signal.aborted) return;
    abortedAt = performance.now();
    process.stdout.write("\nStopping …\n");
    stopped.abort();
  };
  // Only below npm: whoever starts us in the background by hand may leave.
  if (process.env.npm_lifecycle_event !== undefined) {
    const hasLostNpm = watchNpm();
    setInterval(() => hasLostNpm() && abort(), PARENT_POLL_MS).unref();
  }
  return stopped;
}

/** npm starts us through a shell. Our scripts `exec`, but who leaves that out has a shell between that outlives npm. */
function watchNpm(): () => boolean {
  const parent = process.ppid;
  const hasShellBetween = /^(\S*\/)?(ba|da|z|k)?sh /.test(commandLine(parent));
  const npm = hasShellBetween ? parentOf(parent) : null;
  return () => process.ppid !== parent || (npm !== null && parentOf(parent) !== npm);
}
