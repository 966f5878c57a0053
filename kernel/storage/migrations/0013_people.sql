-- A way back for who lost his second factor: waits for another officer. What was decided is in the audit record only; what nobody
-- decides is swept.
create table account_recovery (
  city_id text not null,
  id uuid not null,
  account_id uuid not null,
  purpose text not null,
  asked_by uuid not null,
  asked_name text not null,
  districts text[] not null,        -- of who asked; empty: the whole city
  asked_at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  unique (city_id, account_id),
  foreign key (city_id, account_id) references account,
  foreign key (city_id, asked_by) references account (city_id, id)
);
alter table account_recovery enable row level security;
alter table account_recovery force row level security;
create policy city on account_recovery using (city_id = nrmm_city()) with check (city_id = nrmm_city());

alter table review_case add column township text;   -- answer `township`, where the form asks it

-- Whether an officer is in charge of a case for one of its `wanted` roles. A department's officer is in charge of his departments'
-- cases only, a township's officer of his township's; a case that names none is nobody's of these.
create function nrmm_in_charge(wanted text[], case_department text, case_township text, roles text[], departments text[],
  township text) returns boolean language sql immutable as $$
  select (wanted && array_remove(array_remove(roles, 'department_officer'), 'township_officer'))
    or coalesce('department_officer' = any (wanted) and 'department_officer' = any (roles)
      and case_department = any (departments), false)
    or coalesce('township_officer' = any (wanted) and 'township_officer' = any (roles) and case_township = township, false)
$$;
