-- Places where machines work, who stands at their gates, and what passed there.

create table site (
  city_id text not null,
  id uuid not null,
  kind text not null,                      -- the workflow that registers it
  owner_id uuid not null,                  -- account of its manager
  state text not null check (state in ('draft', 'in_review', 'returned', 'refused', 'active', 'closed')),
  name text not null default '',
  district text,                           -- empty in a draft
  department text,                         -- answer `department`, where the form asks it
  township text,                           -- answer `township`, likewise
  place jsonb,                             -- answer `position`, as given with its datum; null: none
  answers jsonb not null default '{}',     -- personal values sealed
  case_id uuid,
  present int not null default 0,          -- machines here now
  entries bigint not null default 0,
  exits bigint not null default 0,
  version bigint not null default 1,
  created_at timestamptz not null default nrmm_now(),
  updated_at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  foreign key (city_id, owner_id) references account (city_id, id)
);
create index on site (city_id, owner_id, id desc);
create index on site (city_id, district, id desc);
create index on site (city_id, department, id desc) where department is not null;

-- People of a site beside its manager. Added by telephone; bound when its holder proves it.
create table site_recorder (
  city_id text not null,
  id uuid not null,
  site_id uuid not null,
  name text not null,
  phone_sealed text not null,
  phone_mac text not null,
  account_id uuid,                         -- null: not bound yet
  added_at timestamptz not null default nrmm_now(),
  bound_at timestamptz,
  removed_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, site_id) references site (city_id, id),
  foreign key (city_id, account_id) references account (city_id, id)
);
create unique index on site_recorder (city_id, site_id, phone_mac) where removed_at is null;
create index on site_recorder (city_id, phone_mac) where removed_at is null;
create index on site_recorder (city_id, account_id) where removed_at is null;

-- What passed a gate, in the order of the scans, not of their arrival.
create table movement (
  city_id text not null,
  id uuid not null,
  site_id uuid not null,
  direction text not null check (direction in ('entry', 'exit')),
  serial text not null,                    -- of this city or another
  code text not null,                      -- as it was read, with its stage where it was given
  coded text not null check (coded in ('here', 'elsewhere')),
  machine_id uuid,                         -- of this city's register
  scanned_at timestamptz not null,
  received_at timestamptz not null default nrmm_now(),
  late boolean not null default false,     -- reported some time after it was scanned
  client_id text,                          -- of the client's own queue; the same again is the same movement
  recorded_by uuid,                        -- null: the system, when an entry elsewhere ended the presence here
  identified text,                         -- scan, type or pick
  position jsonb,                          -- of the recorder, as sent with its datum
  distance_m double precision,
  doubts text[] not null default '{}',     -- why the position may be forged
  answers jsonb not null default '{}',     -- of the form `entry` or `exit`, personal values sealed
  machine jsonb not null default '{}',     -- kind, stage …: what the register, or the foreign machine's form, said then
  findings jsonb not null default '[]',
  reported boolean not null default false, -- the competent department was told
  revision text not null,
  primary key (city_id, id),
  foreign key (city_id, site_id) references site (city_id, id),
  foreign key (city_id, recorded_by) references account (city_id, id)
);
create unique index movement_once on movement (city_id, site_id, client_id) where client_id is not null;
create index on movement (city_id, site_id, scanned_at desc, id desc);
create index on movement (city_id, serial, scanned_at desc);
create index on movement (city_id, recorded_by, scanned_at desc);
create index on movement (city_id, reported, id desc) where reported;

-- An entry and, once it has left, the exit. Where the city blocks a second presence the row is exclusive: then there is never a
-- second one, whatever races with what.
create table presence (
  city_id text not null,
  id uuid not null,
  site_id uuid not null,
  serial text not null,
  entry_id uuid not null,
  exit_id uuid,
  exclusive boolean not null,
  entered_at timestamptz not null,
  left_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, site_id) references site (city_id, id),
  foreign key (city_id, entry_id) references movement (city_id, id),
  foreign key (city_id, exit_id) references movement (city_id, id)
);
create unique index presence_here on presence (city_id, site_id, serial) where left_at is null;
create unique index presence_once on presence (city_id, serial) where left_at is null and exclusive;
create index on presence (city_id, serial, entered_at desc);
create index on presence (city_id, site_id, id) where left_at is null;

-- Which photos a movement shows: who may see the movement may see them.
create table movement_photo (
  city_id text not null,
  movement_id uuid not null,
  photo_id uuid not null,
  primary key (city_id, photo_id, movement_id),
  foreign key (city_id, movement_id) references movement (city_id, id),
  foreign key (city_id, photo_id) references photo (city_id, id)
);

do $$
declare name text;
begin
  foreach name in array array['site', 'site_recorder', 'movement', 'presence', 'movement_photo'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy city on %I using (city_id = nrmm_city()) with check (city_id = nrmm_city())', name);
  end loop;
end $$;
