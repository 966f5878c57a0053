-- What became of a message: sent, refused, or nobody knows. What is unknown is never tried again by itself.
alter table outbox
  add column trying_at timestamptz,   -- a try that has begun and not ended
  add column unknown_at timestamptz,
  add column reason text;             -- the last outcome's, without personal data
drop index outbox_city_id_next_at_idx;
create index outbox_waiting on outbox (city_id, next_at) where done_at is null and failed_at is null and unknown_at is null;
