-- On which day who has not collected his code yet hears of it: reminded before the last day, told after it.
alter table collection add column wake_on date;    -- null: nothing is to be told
create index on collection (city_id, wake_on) where wake_on is not null;

-- Of those that began before, the owners hear after the last day: at once where that is over.
alter table collection no force row level security;  -- of all cities at once
update collection set wake_on = last_day + 1 where collected_at is null and last_day is not null;
alter table collection force row level security;
