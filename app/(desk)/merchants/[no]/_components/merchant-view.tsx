import { OrdersGrid } from "@/components/order/orders-grid";
import { MerchantSettlements } from "@/components/settlement/merchant-settlements";
import type { MerchantAccount, MerchantDto } from "@/contracts/merchant-views";
import type { Actor } from "@/core/permissions/actor";
import { listMerchantItems } from "@/server/queries/get-merchant";
import { listChannelChoices } from "@/server/queries/list-channel-choices";
import { MerchantEntries } from "./merchant-entries";
import { MerchantItems } from "./merchant-items";
import { type MerchantTab, MerchantTabs } from "./merchant-tabs";

type MerchantViewProps = {
  actor: Actor;
  merchant: MerchantDto;
  tab: MerchantTab | null;
  account: MerchantAccount;
};

/** What the chosen tab shows; only that is read. */
export async function MerchantView({ actor, merchant, tab, account }: MerchantViewProps) {
  if (tab === null) return null;
  const { merchantNo } = merchant;
  return (
    <div className="flex flex-col gap-3">
      <MerchantTabs merchant={merchant} roles={actor.roles} current={tab} />
      {tab === "entries" ? <MerchantEntries merchant={merchant} account={account} /> : null}
      {tab === "orders" ? <OrdersGrid channels={await listChannelChoices()} merchantNo={merchantNo} /> : null}
      {tab === "settlement" ? <MerchantSettlements merchantNo={merchantNo} /> : null}
      {tab === "suspense" ? (
        <MerchantItems merchant={merchant} items={await listMerchantItems(actor, merchantNo)} />
      ) : null}
    </div>
  );
}
