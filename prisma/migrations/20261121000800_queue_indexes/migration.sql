-- The queue and the inbox. Open items are few, and `suspense_open` holds them; what is closed only grows.
CREATE INDEX suspense_resolved ON suspense_items (resolved_at DESC, id DESC) WHERE resolved_at IS NOT NULL;
CREATE INDEX approvals_done ON approvals (closed_at DESC, id DESC) WHERE closed_at IS NOT NULL;
CREATE INDEX approvals_merchant ON approvals (merchant_id, id DESC) WHERE merchant_id IS NOT NULL;

-- What an item may belong to: an open item of the other direction, or an order that was never booked.
CREATE INDEX suspense_open_amount ON suspense_items (channel_id, asset, amount_minor)
  WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED');
CREATE INDEX orders_unbooked ON orders (channel_id, channel_minor, ordered_on) WHERE booked_by IS NULL;
