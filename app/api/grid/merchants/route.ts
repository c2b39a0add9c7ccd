import { merchantFilters } from "@/contracts/merchant-views";
import { defineGridRoute } from "@/server/grid-route";
import { listMerchants } from "@/server/queries/list-merchants";

export const GET = defineGridRoute({ permission: "merchant.view", filters: merchantFilters, list: listMerchants });
