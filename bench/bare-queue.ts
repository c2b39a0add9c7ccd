import { createServer } from "node:http";
import { suspenseFilters } from "@/contracts/suspense-filters";
import { accountingToday } from "@/server/accounting-today";
import { getPool } from "@/server/db";
import { listSuspense } from "@/server/queries/list-suspense";

/** The queue's rows from a bare node:http server: the same query and JSON, no framework and nobody who has to sign in. */
const { rows } = await getPool().query<{ id: bigint }>("SELECT min(id) AS id FROM users");
const actor = {
  userId: `${rows[0]?.id}`,
  login: "bench",
  displayName: "Bench",
  roles: [],
  scope: null,
  demo: false,
} as const;

createServer((request, response) => {
  const given = Object.fromEntries(new URL(request.url ?? "/", "http://localhost").searchParams);
  const { cursor = null, limit = "100", ...filters } = given;
  listSuspense(actor, suspenseFilters.parse(filters), { cursor, limit: Number(limit) }, accountingToday()).then(
    (page) => {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify(page));
    },
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
}).listen(Number(process.env.PORT), "127.0.0.1");
