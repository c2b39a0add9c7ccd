-- What pages look things up by, where no key served them yet.

-- A voucher tells who caused it: its command, and what the trail holds of that command.
CREATE INDEX audit_command ON audit_events (command_id) WHERE command_id IS NOT NULL;

-- Orders that are not paid are few among very many; a list of them must not read the others.
CREATE INDEX orders_unpaid ON orders (status, ordered_on DESC, order_no DESC) WHERE status <> 'PAID';

-- A channel's own refund number, as payers quote it.
CREATE INDEX statement_lines_channel_refund ON statement_lines (channel_refund_no) WHERE channel_refund_no IS NOT NULL;
