-- The hand-out of a code at the desk. A row begins with the code, where the city hands codes out.

create table collection (
  city_id text not null,
  serial text not null,
  machine_id uuid not null,
  id uuid not null,                        -- of the list, in the order of issue
  district text,                           -- whose desk hands it out; null: any desk of the city
  last_day date,                           -- null: no limit
  password_sealed text,                    -- null: none is asked
  tries int not null default 0,            -- wrong passwords since the last one was made
  locked_until timestamptz,
  collected_at timestamptz,
  collected_by uuid,
  receiver text,
  late boolean,
  primary key (city_id, serial),
  foreign key (serial) references code_ledger (serial),
  foreign key (city_id, machine_id) references machine (city_id, id),
  foreign key (city_id, collected_by) references account (city_id, id)
);
create unique index on collection (city_id, machine_id);
create index on collection (city_id, id);
create index on collection (city_id, district, id) where collected_at is null;

alter table collection enable row level security;
alter table collection force row level security;
create policy city on collection using (city_id = nrmm_city()) with check (city_id = nrmm_city());

-- The mounted or sprayed code, proved by the owner's photo.
alter table machine add column sign_proved_at timestamptz;
