import { orderFilters } from "@/contracts/order-views";
import { defineGridRoute } from "@/server/grid-route";
import { listOrders } from "@/server/queries/list-orders";

export const GET = defineGridRoute({ permission: "order.view", filters: orderFilters, list: listOrders });
