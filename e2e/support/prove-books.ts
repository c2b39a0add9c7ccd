import { expect } from "@playwright/test";
import { desk } from "../fixtures/test";

/** Every proof that `desk verify` knows is green. */
export async function proveBooks(): Promise<void> {
  const proof: { ok: boolean; checks: { name: string; ok: boolean }[] } = JSON.parse(await desk("verify", "--json"));
  expect(proof.checks.filter((check) => !check.ok)).toEqual([]);
  expect(proof.ok).toBe(true);
}
