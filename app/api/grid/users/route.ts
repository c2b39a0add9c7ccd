import { userFilters } from "@/contracts/users";
import { defineGridRoute } from "@/server/grid-route";
import { listUsers } from "@/server/queries/list-users";

export const GET = defineGridRoute({ permission: "user.edit", filters: userFilters, list: listUsers });
