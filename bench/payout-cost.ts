import type pg from "pg";
import { cpuSecondsOf, postgresCpuSeconds } from "./postgres-cpu";

/** Seconds of processor used so far: by this process, by PostgreSQL (the simulator's books included), and by the simulator. */
type Spent = { readonly desk: number; readonly postgres: number; readonly simulator: number };
/** Works, and says how long it took and what each of so many things has cost; other people's work on the machine is not in it. */
export type Meter = (count: number, work: () => Promise<number>) => Promise<{ seconds: number; each: string }>;

export function makeMeter(owner: pg.Pool, simulatorPid: number): Meter {
  const look = async (): Promise<Spent> => {
    const { user, system } = process.cpuUsage();
    const simulator = cpuSecondsOf(simulatorPid);
    return { desk: (user + system) / 1_000_000, postgres: await postgresCpuSeconds(owner), simulator };
  };
  return async (count, work) => {
    const before = await look();
    const seconds = await work();
    const after = await look();
    const of = (part: keyof Spent) => ((after[part] - before[part]) * 1_000) / count;
    const [desk, postgres, simulator] = [of("desk"), of("postgres"), of("simulator")];
    const parts = `${say(desk)} desk, ${say(postgres)} PostgreSQL, ${say(simulator)} simulator`;
    return { seconds, each: `${say(desk + postgres + simulator)} ms of processor each: ${parts}` };
  };
}

function say(ms: number): string {
  return ms.toFixed(2);
}
