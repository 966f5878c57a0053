-- On which day who has not collected his code yet hears of it: reminded before the last day, told after it.
alter table collection add column wake_on date;    -- null: nothing is to be told
create index on collection (city_id, wake_on) where wake_on is not null;
