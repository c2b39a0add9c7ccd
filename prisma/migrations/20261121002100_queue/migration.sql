-- The open queue in its order, whatever its length.

-- Amount × age ranks the queue and changes every day, so no index can hold it. Items of one day and asset keep one order
-- whatever the day: by amount. A page is taken from the largest of each day and asset, and from nothing else; what the
-- queue is filtered and counted by stands beside, so that rows which are not shown are not visited.
CREATE INDEX suspense_rank ON suspense_items
  (((status <> 'PROPOSED')::int), direction, opened_on, asset, amount_minor DESC, id DESC)
  INCLUDE (status, is_test, kind, channel_id, merchant_id, assignee_id, snoozed_until, team_id, severity, due_on)
  WHERE status NOT IN ('RESOLVED', 'AUTO_RESOLVED');
