-- Lists that look for few rows among very many read those rows alone.

-- What a later batch took in of an earlier day. Batches are written one after the other and hold little of days before their own, so
-- a block says by its smallest day whether there is anything in it; an index of every item would cost each night what it saves a list.
CREATE INDEX clearing_items_late ON clearing_items USING brin (batch_id, occurred_on) WITH (pages_per_range = 32, autosummarize = on);

-- The filters of the page of settlements: most settlements owe nothing, hold nothing back and are paid.
CREATE INDEX settlements_owing ON settlements (id DESC) WHERE carried_minor < 0;
CREATE INDEX settlements_holding ON settlements (id DESC) WHERE held_minor <> 0;
CREATE INDEX settlements_unpaid ON settlements (id DESC) WHERE status = 'RELEASED' AND settled_minor > 0;
