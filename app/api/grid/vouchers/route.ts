import { voucherFilters } from "@/contracts/ledger-views";
import { defineGridRoute } from "@/server/grid-route";
import { listVouchers } from "@/server/queries/list-vouchers";

export const GET = defineGridRoute({ permission: "ledger.view", filters: voucherFilters, list: listVouchers });
