-- What every city's register stands on. Times are timestamptz; `city_id` leads every key and row-level security shows a
-- session only the city it is set to. Sealed values (…_sealed) are ciphertext; equality goes through …_mac.

create function nrmm_city() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.city', true), '') $$;

-- Only `nrmm demo clock` writes here, and only in demonstration mode.
create table demo_clock (only_row boolean primary key default true check (only_row), shift interval not null);

create function nrmm_now() returns timestamptz language sql stable
  as $$ select now() + coalesce((select shift from demo_clock), interval '0') $$;

-- The city's calendar day: the session's time zone is the city's.
create function nrmm_today() returns date language sql stable as $$ select nrmm_now()::date $$;

-- RFC 3339 with the city's offset.
create function nrmm_time(at timestamptz) returns text language sql stable
  as $$ select to_char(at, 'YYYY-MM-DD"T"HH24:MI:SSTZH:TZM') $$;

-- Packs are configuration without personal data; every server reads all of them at start.
create table pack_revision (
  city_id text not null,
  revision text not null,
  files jsonb not null,             -- the whole chain: {"<id>": {"<path>": "<text>"}}, base to child in `chain`
  chain text[] not null,
  archived_at timestamptz not null default now(),
  primary key (city_id, revision)
);

-- Which revision was put in force when; the highest number of a city is what it is served by.
create table pack_activation (
  city_id text not null,
  number bigint not null,           -- 1, 2, 3 … of the city, without gaps
  revision text not null,
  action text not null check (action in ('activate', 'rollback')),
  activated_at timestamptz not null default now(),
  activated_by text not null,
  primary key (city_id, number),
  foreign key (city_id, revision) references pack_revision
);

-- The one global table of the register: a serial is unique over all cities and for ever.
create table code_ledger (
  serial text primary key check (serial ~ '^[0-9A-HJ-NP-Z]{8}$'),
  city_id text not null,
  state text not null check (state in ('valid', 'void', 'deregistered')),
  issued_at timestamptz not null default nrmm_now()
);

-- Last number given out per prefix (province character and district code); its row lock makes the numbers gapless.
create table code_counter (
  city_id text not null,
  prefix text not null,
  last bigint not null,
  primary key (city_id, prefix)
);

create table account (
  city_id text not null,
  id uuid not null,
  login text,                       -- officers; owners sign in by what the pack allows
  kind text not null check (kind in ('person', 'enterprise', 'officer')),
  roles text[] not null,
  districts text[] not null default '{}',
  name text not null,
  phone_sealed text not null,
  phone_mac text not null,
  id_number_sealed text,
  id_number_mac text,
  uscc text,
  email_sealed text,
  answers jsonb not null default '{}',   -- of the account form, personal values sealed inside
  profile jsonb not null default '{}',   -- of the profile form, personal values sealed inside
  profile_state text not null default 'not_needed',
  profile_case uuid,
  password_hash text not null,
  must_change_password boolean not null default false,
  initial_password_until timestamptz,    -- an initial password that nobody changed opens nothing after this
  disabled_at timestamptz,
  last_sign_in timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default nrmm_now(),
  primary key (city_id, id)
);
create unique index account_login on account (city_id, login) where login is not null;
create unique index account_phone on account (city_id, phone_mac) where kind <> 'officer';
create unique index account_id_number on account (city_id, id_number_mac) where id_number_mac is not null and kind = 'person';
create index account_uscc on account (city_id, uscc) where uscc is not null;

create table session (
  city_id text not null,
  id uuid not null,
  token_hash text not null,
  account_id uuid not null,
  created_at timestamptz not null default nrmm_now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, account_id) references account
);
create unique index session_token on session (city_id, token_hash);
create index on session (city_id, account_id);

create table sms_code (
  city_id text not null,
  id uuid not null,
  phone_mac text not null,
  purpose text not null,
  code_mac text not null,
  tries int not null default 0,
  created_at timestamptz not null default nrmm_now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (city_id, id)
);
create index on sms_code (city_id, phone_mac, purpose, id desc);

-- Security counters shared by all servers: `name` says what is counted for whom (macs, never numbers).
create table counter (
  city_id text not null,
  name text not null,
  window_start timestamptz not null,
  count int not null,
  primary key (city_id, name, window_start)
);

create table photo (
  city_id text not null,
  id uuid not null,
  sha256 text not null,
  dhash bigint not null,
  width int not null,
  height int not null,
  bytes bigint not null,
  uploaded_by uuid not null,
  created_at timestamptz not null default nrmm_now(),
  primary key (city_id, id)
);
create index on photo (city_id, sha256);
create index on photo (city_id, uploaded_by, created_at);

create table machine (
  city_id text not null,
  id uuid not null,
  kind text not null,               -- the workflow that files it; of a draft, the one it was begun as
  owner_id uuid not null,
  filed_by uuid not null,
  state text not null check (state in ('draft', 'in_review', 'returned', 'refused', 'approved', 'deregistered')),
  district text,
  machine_kind text,
  serial text,
  emission_stage text,
  answers jsonb not null default '{}',
  derived jsonb not null default '{}',
  revision text,                    -- of the judgement stored in `derived`
  case_id uuid,
  version bigint not null default 1,
  created_at timestamptz not null default nrmm_now(),
  updated_at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  foreign key (city_id, owner_id) references account (city_id, id),
  foreign key (city_id, filed_by) references account (city_id, id),
  foreign key (serial) references code_ledger (serial)
);
create unique index machine_serial on machine (serial) where serial is not null;
create index on machine (city_id, owner_id, id desc);
create index on machine (city_id, filed_by, id desc);
create index on machine (city_id, district, id desc);

-- Identifiers in their normal form. `live` rows belong to registered machines: two of them can never share one.
create table machine_identifier (
  city_id text not null,
  machine_id uuid not null,
  kind text not null,
  value text not null,
  live boolean not null default false,
  primary key (city_id, machine_id, kind),
  foreign key (city_id, machine_id) references machine on delete cascade
);
create unique index machine_identifier_live on machine_identifier (city_id, kind, value) where live;
create index on machine_identifier (city_id, kind, value);

-- Which stage was shown before the serial, and when.
create table machine_stage (
  city_id text not null,
  machine_id uuid not null,
  id uuid not null,
  serial text not null,
  stage text not null,
  since timestamptz not null default nrmm_now(),
  until timestamptz,
  primary key (city_id, machine_id, id),
  foreign key (city_id, machine_id) references machine
);

create table review_case (
  city_id text not null,
  id uuid not null,
  kind text not null,               -- contract: profile_review, machine_registration, …
  workflow text not null,
  revision text not null,           -- pinned at submission
  state text not null,              -- the pack's word
  phase text not null check (phase in ('open', 'returned', 'approved', 'refused', 'cancelled')),
  subject_type text not null,
  subject_id uuid not null,
  district text,
  reviewers text[] not null,        -- officers' roles that decide anywhere in the workflow
  turn text[],                      -- those that may act now; null: none
  barred uuid[] not null default '{}',  -- officers who may not, for what they did before
  opened_by uuid not null,
  owner_id uuid not null,
  claimed_by uuid,
  answers jsonb not null default '{}',
  findings jsonb not null default '[]',
  case_date date not null,          -- date whose values hold
  due_at timestamptz,
  version bigint not null default 1,
  created_at timestamptz not null default nrmm_now(),
  updated_at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  foreign key (city_id, opened_by) references account (city_id, id),
  foreign key (city_id, owner_id) references account (city_id, id)
);
create unique index review_case_open on review_case (city_id, subject_type, subject_id) where phase in ('open', 'returned');
create index on review_case (city_id, phase, district, id);
create index on review_case (city_id, district, id) where turn is not null;
create index on review_case (city_id, owner_id, id);

-- Which photos a case shows: who may see the case may see them.
create table case_photo (
  city_id text not null,
  case_id uuid not null,
  photo_id uuid not null,
  primary key (city_id, photo_id, case_id),
  foreign key (city_id, case_id) references review_case,
  foreign key (city_id, photo_id) references photo
);

create table case_event (
  city_id text not null,
  id uuid not null,
  case_id uuid not null,
  transition text not null,
  from_state text not null,
  to_state text not null,
  actor_id uuid,
  actor_name text not null,
  reason text,
  remarks jsonb not null default '[]',
  at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  foreign key (city_id, case_id) references review_case
);
create index on case_event (city_id, case_id, id);

-- Why: every finding of a judgement with its article, revision and inputs, so that it can be replayed.
create table decision (
  city_id text not null,
  id uuid not null,
  case_id uuid not null,
  rule text not null,
  outcome text not null,
  field text not null default '',
  message text not null,
  basis text not null,
  pack_revision text not null,
  kernel_version text not null,
  inputs jsonb not null,
  at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  foreign key (city_id, case_id) references review_case
);
create index on decision (city_id, case_id, id);

create table message (
  city_id text not null,
  id uuid not null,
  account_id uuid not null,
  event text not null,
  text text not null,
  subject_type text,
  subject_id uuid,
  created_at timestamptz not null default nrmm_now(),
  read_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, account_id) references account
);
create index on message (city_id, account_id, id desc);

-- What must leave the server, written with the state change that causes it and sent afterwards.
create table outbox (
  city_id text not null,
  id uuid not null,
  channel text not null,
  payload jsonb not null,           -- personal values sealed
  attempts int not null default 0,
  next_at timestamptz not null default nrmm_now(),
  done_at timestamptz,
  failed_at timestamptz,
  created_at timestamptz not null default nrmm_now(),
  primary key (city_id, id)
);
create index on outbox (city_id, next_at) where done_at is null and failed_at is null;

create table idempotency (
  city_id text not null,
  scope text not null,              -- account id, or a stranger's address mac
  path text not null,
  key text not null,
  body_hash text not null,
  status int,
  answer jsonb,
  created_at timestamptz not null default nrmm_now(),
  primary key (city_id, scope, path, key)
);
create index on idempotency (city_id, created_at);

create table audit (
  city_id text not null,
  id bigint generated always as identity,
  at timestamptz not null default nrmm_now(),
  actor_id text not null,
  actor_name text not null,
  actor_roles text[] not null,
  address text not null,
  request_id text not null,
  action text not null,
  object_type text not null,
  object_id text not null,
  before jsonb,
  after jsonb,
  result text not null,
  pack_revision text not null,
  row_hash text not null,
  primary key (city_id, id)
);

-- What the sealer has still to chain: an anti-join over all of audit every second would not do. No foreign key: the row is written by the
-- same statement.
create table audit_queue (
  city_id text not null,
  audit_id bigint not null,
  primary key (city_id, audit_id)
);

-- Committed audit rows in their order, each link hashing the one before.
create table audit_chain (
  city_id text not null,
  position bigint not null,
  audit_id bigint not null,
  chain_hash text not null,
  sealed_at timestamptz not null default now(),
  primary key (city_id, position),
  unique (city_id, audit_id),
  foreign key (city_id, audit_id) references audit
);

do $$
declare name text;
begin
  foreach name in array array['code_counter', 'account', 'session', 'sms_code', 'counter', 'photo', 'machine', 'machine_identifier', 'case_photo',
    'machine_stage', 'review_case', 'case_event', 'decision', 'message', 'outbox', 'idempotency', 'audit', 'audit_queue', 'audit_chain'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy city on %I using (city_id = nrmm_city()) with check (city_id = nrmm_city())', name);
  end loop;
end $$;
