-- What a reopening depends on besides its item: the refund that it takes back.
CREATE FUNCTION approval_version_of_refund(p_no text) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT version FROM public.refunds WHERE refund_no = p_no
$$;
