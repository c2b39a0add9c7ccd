import type pg from "pg";
import { hashPassword } from "@/server/auth/verify-credentials";

export const BENCH_LOGIN = { login: "bench", password: "a-bench-password-1" } as const;

/** So many operators, the first of whom signs in by `BENCH_LOGIN`. */
export async function addPeople(owner: pg.Pool, people: number): Promise<void> {
  const hash = await hashPassword(BENCH_LOGIN.password);
  await owner.query(
    `WITH added AS (
       INSERT INTO users (login, display_name, password_hash)
       SELECT CASE n WHEN 1 THEN $1 ELSE 'person-' || n END, 'Person ' || n, $2 FROM generate_series(1, $3) AS n RETURNING id
     )
     INSERT INTO user_roles SELECT id, 'OPERATOR' FROM added`,
    [BENCH_LOGIN.login, hash, people],
  );
}
