-- A plugin's job that fails again and again: how often in a row, why, and since when nobody tries it any more.
alter table plugin_job
  add column failures int not null default 0,
  add column reason text,
  add column given_up_at timestamptz;
