-- Lists of vouchers that are narrow in a long book.

-- By event: captures are nearly all vouchers, and a list of them reads the newest days; the others are looked up here.
CREATE INDEX vouchers_event ON vouchers (event, accounting_on DESC, id DESC) WHERE event <> 'order.captured';

-- What belongs to the merchants of somebody's scope, refunds included.
CREATE INDEX refunds_merchant ON refunds (merchant_id) WHERE merchant_id IS NOT NULL;
