import { boardSearch } from "@/contracts/board-views";
import { getClock } from "@/server/clock";
import { getBoard } from "@/server/queries/get-board";
import { defineReadRoute } from "@/server/read-route";

/** The day board again, while something on it is running. */
export const GET = defineReadRoute({
  permission: "reconciliation.view",
  search: boardSearch,
  read: (_actor, _params: Record<string, string>, search) => getBoard(getClock().now(), search),
});
