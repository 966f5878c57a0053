-- What the review's queues are counted and sorted by, what an owner changed since a return, when the clock looks at a case again, and how
-- long reviews took.

alter table review_case no force row level security;   -- the owner sees all cities for this once

alter table review_case
  add column department text,              -- the trade's department, where the form asks it
  add column filed_district text,          -- as filed; `district` is the office that has the case now
  add column answers_before jsonb,         -- as they were before the last submission; null: the first one
  add column state_since timestamptz not null default nrmm_now(),
  add column wake_at timestamptz;          -- a reminder, then the deadline; null: nothing is awaited

update review_case set filed_district = district, state_since = updated_at, wake_at = due_at + interval '1 second';

alter table review_case force row level security;

-- The most urgent first: what has no deadline comes last.
create index on review_case (city_id, district, (coalesce(due_at, 'infinity')), id) where turn is not null;
create index on review_case (city_id, (coalesce(due_at, 'infinity')), id) where turn is not null;
create index on review_case (city_id, wake_at) where wake_at is not null;
create index on review_case (city_id, claimed_by, id) where claimed_by is not null;
create index on review_case (city_id, department, id) where department is not null;

-- One row for every step that an officer took: how long the case had waited for it.
create table review_time (
  city_id text not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null,
  district text,
  officer_id uuid not null,
  phase text not null,                     -- that the step led to
  began_at timestamptz not null,
  ended_at timestamptz not null default nrmm_now(),
  working_days int not null,               -- by the city's calendar; 0: the same day
  late boolean not null,                   -- after its deadline
  primary key (city_id, id),
  foreign key (city_id, case_id) references review_case,
  foreign key (city_id, officer_id) references account (city_id, id)
);
create index on review_time (city_id, ended_at);
create index on review_time (city_id, district, ended_at);

alter table review_time enable row level security;
alter table review_time force row level security;
create policy city on review_time using (city_id = nrmm_city()) with check (city_id = nrmm_city());
