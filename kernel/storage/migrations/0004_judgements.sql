-- What a form was judged by when it was handed in. With the case's revision and date the judgement can be made again, and must come
-- to the same decisions.
create table judgement (
  city_id text not null,
  id uuid not null,
  case_id uuid not null,
  transition text not null,         -- by which it was handed in
  steps text[] not null,            -- of the form that were judged; empty: all
  answers jsonb not null,           -- as they went in, personal values sealed
  facts jsonb not null,
  register jsonb not null,          -- findings that the register gave and not the form
  derived jsonb not null,           -- values the rules computed: name → value
  kernel_version text not null,
  at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  foreign key (city_id, case_id) references review_case
);
create index on judgement (city_id, case_id, id);

-- Null: decided by a person.
alter table decision add column judgement_id uuid;
alter table decision add foreign key (city_id, judgement_id) references judgement;

alter table judgement enable row level security;
alter table judgement force row level security;
create policy city on judgement using (city_id = nrmm_city()) with check (city_id = nrmm_city());
