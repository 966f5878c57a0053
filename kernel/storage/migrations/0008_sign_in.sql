-- Second factors (RFC 6238): a sealed key, its last used step, and codes for a lost device as keyed hashes.
create table second_factor (
  city_id text not null,
  account_id uuid not null,
  key_sealed text,                  -- null: not confirmed yet
  pending_sealed text,              -- enrolled, waits for its first code
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  primary key (city_id, account_id),
  foreign key (city_id, account_id) references account
);

create table recovery_code (
  city_id text not null,
  account_id uuid not null,
  code_mac text not null,
  used_at timestamptz,
  primary key (city_id, account_id, code_mac),
  foreign key (city_id, account_id) references account
);

-- Who somebody is at a provider; one of each provider an account.
create table external_identity (
  city_id text not null,
  provider text not null,
  subject_mac text not null,
  account_id uuid not null,
  bound_at timestamptz not null default nrmm_now(),
  primary key (city_id, provider, subject_mac),
  unique (city_id, account_id, provider),
  foreign key (city_id, account_id) references account
);

-- Accounts of the system before this one, as its operator handed them over.
create table legacy_account (
  city_id text not null,
  login text not null,
  phone_sealed text not null,
  phone_mac text not null,
  name text not null,
  account_id uuid,                  -- who bound it
  bound_at timestamptz,
  imported_at timestamptz not null default nrmm_now(),
  primary key (city_id, login),
  foreign key (city_id, account_id) references account
);

-- Questions put before a text message is sent; each is deleted by its answer.
create table challenge (
  city_id text not null,
  id uuid not null,
  asked_of text not null,           -- keyed hash of phone, purpose and address
  answer_mac text not null,
  expires_at timestamptz not null,
  primary key (city_id, id)
);

alter table session add column address text;  -- officers' only: whence the session began

-- Signs that an officer's account is in several hands; a person decides what they mean.
create table shared_use (
  city_id text not null,
  id uuid not null,
  account_id uuid not null,
  sign text not null check (sign in ('addresses', 'sessions')),
  sessions int not null,
  addresses text[] not null,
  times int not null default 1,
  first_at timestamptz not null default nrmm_now(),
  last_at timestamptz not null default nrmm_now(),
  state text not null default 'open' check (state in ('open', 'harmless', 'shared')),
  note text,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  primary key (city_id, id),
  foreign key (city_id, account_id) references account
);
create unique index shared_use_open on shared_use (city_id, account_id, sign) where state = 'open';

do $$
declare name text;
begin
  foreach name in array array['second_factor', 'recovery_code', 'external_identity', 'legacy_account', 'challenge', 'shared_use'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy city on %I using (city_id = nrmm_city()) with check (city_id = nrmm_city())', name);
  end loop;
end $$;
