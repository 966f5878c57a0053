-- Identifiers that only look alike: the characters that are mistaken for one another on a worn plate are one.
alter table machine_identifier add column look text generated always as (translate(value, 'OQILZSB', '0011258')) stored;
create index on machine_identifier (city_id, kind, look);

-- Filings handed in by table: what became of each row. A row's answers are in the machine it made; here is only a keyed hash of
-- them, by which the same row is known when it comes again. No person's values.
create table filing_batch (
  city_id text not null,
  id uuid not null,
  account_id uuid not null,
  kind text not null,              -- workflow that files the machines
  submitted boolean not null,      -- handed in, not only kept as drafts
  created_at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  foreign key (city_id, account_id) references account (city_id, id)
);
create table filing_batch_row (
  city_id text not null,
  batch_id uuid not null,
  line int not null,               -- of the file, from 1; the head is line 1
  outcome text not null,
  machine_id uuid,                 -- that the row made; it may be thrown away later
  answers_mac text,                -- of a row that made a machine, bound to its account
  errors jsonb not null,
  primary key (city_id, batch_id, line),
  foreign key (city_id, batch_id) references filing_batch (city_id, id)
);
create index on filing_batch_row (city_id, answers_mac) where machine_id is not null;

alter table filing_batch enable row level security;
alter table filing_batch force row level security;
create policy city on filing_batch using (city_id = nrmm_city()) with check (city_id = nrmm_city());
alter table filing_batch_row enable row level security;
alter table filing_batch_row force row level security;
create policy city on filing_batch_row using (city_id = nrmm_city()) with check (city_id = nrmm_city());
