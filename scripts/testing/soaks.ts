import type { StageName } from "./stages";

/** A test whose usual size keeps CI short, and the size at which it shows what docs/proofs.md says of it. */
export type Soak = {
  readonly name: string;
  readonly project: Exclude<StageName, "e2e">;
  /** A part of the path, as vitest takes it. */
  readonly file: string;
  readonly size: Readonly<Record<string, string>>;
  /** The variable by which a run is made again. Where there is none, the seeds stand in the test. */
  readonly seed?: string;
};

export const SOAKS: readonly Soak[] = [
  {
    name: "storm",
    project: "db",
    file: "server/store/ledger-invariants",
    size: { DESK_STORM_STEPS: "60" },
    seed: "DESK_STORM_SEEDS",
  },
  { name: "equal", project: "db", file: "server/store/posting-paths-equal", size: { DESK_EQUAL_ROUNDS: "150" } },
  { name: "kills", project: "db", file: "scripts/postgres/embedded", size: { DESK_KILLS: "50" } },
  {
    name: "trail",
    project: "db",
    file: "server/audit/prove-trail",
    size: {},
    seed: "DESK_TAMPER_SEED",
  },
  {
    name: "files",
    project: "unit",
    file: "tests/hostile-files/hostile-files",
    size: { DESK_FUZZ_FILES: "50000" },
    seed: "DESK_FUZZ_SEED",
  },
  {
    name: "histories",
    project: "db",
    file: "server/reconciliation/match-day",
    size: { DESK_HISTORIES: "500" },
    seed: "DESK_HISTORY_SEED",
  },
  {
    name: "planted",
    project: "db",
    file: "tests/planted-breaks",
    size: { DESK_PLANTED_LINES: "10000", DESK_PLANTED_SETS: "50" },
  },
  {
    name: "life",
    project: "db",
    file: "server/suspense/random-life",
    size: { DESK_LIFE_STEPS: "5000" },
    seed: "DESK_LIFE_SEED",
  },
  { name: "sequences", project: "db", file: "server/approvals/sequences", size: { DESK_SEQUENCES: "1000" } },
  { name: "races", project: "db", file: "races.db", size: { DESK_RACE_ROUNDS: "1000" } },
  {
    name: "simulation",
    project: "db",
    file: "tests/money-out/simulation",
    size: { DESK_SIM_SEEDS: "1000" },
    seed: "DESK_SIM_SEED",
  },
  {
    name: "deaths",
    project: "db",
    file: "tests/money-out/deaths",
    size: { DESK_DEATHS: "200", DESK_DEATH_PAYOUTS: "1000" },
  },
  {
    name: "data-sets",
    project: "db",
    file: "tests/clearing/data-sets",
    size: { DESK_CLEAR_SETS: "5000" },
    seed: "DESK_CLEAR_SEED",
  },
  { name: "clearing", project: "db", file: "tests/clearing/deaths", size: { DESK_CLEAR_KILLS: "50" } },
];
