import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { invariant } from "@/core/result";

/** What the app is asked to do, as a worker of the desk does it. */
export type DeskTask =
  | { readonly name: "import"; readonly path: string; readonly channel: string; readonly day: string }
  | { readonly name: "batch" | "legs"; readonly channel: string; readonly day: string }
  | { readonly name: "clear"; readonly day: string }
  | { readonly name: "settle"; readonly day: string };
/** How long a task took, how much of a processor this process used for it, and the most memory above idle so far. */
export type DeskAnswer = { readonly seconds: number; readonly cpuSeconds: number; readonly memoryMb: number };

/** The app in a process of its own, started as the worker is: what it does to its memory is not mixed with the bench's. */
export class DeskProcess {
  /** The most above idle until the last answer. */
  memoryMb = 0;

  private constructor(private readonly child: ChildProcess) {}

  /** On the database that DATABASE_URL names now. */
  static async start(): Promise<DeskProcess> {
    const execArgv = ["--expose-gc", "--conditions=react-server", "--import", "tsx"];
    const child = fork(join(import.meta.dirname, "desk-process-main.ts"), [], { execArgv });
    await once(child, "message");
    return new DeskProcess(child);
  }

  async ask(task: DeskTask): Promise<DeskAnswer> {
    const heard = new AbortController();
    const answered = once(this.child, "message", { signal: heard.signal }).catch(() => null);
    const died = once(this.child, "exit", { signal: heard.signal }).then(
      () => null,
      () => null,
    );
    this.child.send(task);
    const answer = await Promise.race([answered, died]);
    // Nobody goes on listening for what did not come.
    heard.abort();
    invariant(answer, `the app ended while it was asked for ${task.name}`);
    const told = answer[0] as DeskAnswer;
    this.memoryMb = told.memoryMb;
    return told;
  }

  /** Ends it where it stands, with whatever it has in its hands (kill -9). */
  async kill(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.disconnect();
    await ended;
  }
}
