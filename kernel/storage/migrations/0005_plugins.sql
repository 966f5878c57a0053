-- How the plugins of every server do. No city's data and nothing personal: one row a server and plugin.
create table plugin_status (
  server text not null,
  plugin text not null,
  version text not null,
  state text not null,
  error text not null,
  counters jsonb not null,
  seen_at timestamptz not null default now(),
  primary key (server, plugin)
);

-- When a plugin's job is due next in a city. The row is locked while it runs: one server at a time.
create table plugin_job (
  city_id text not null,
  plugin text not null,
  job text not null,
  next_at timestamptz not null,
  primary key (city_id, plugin, job)
);
alter table plugin_job enable row level security;
alter table plugin_job force row level security;
create policy city on plugin_job using (city_id = nrmm_city()) with check (city_id = nrmm_city());

-- Steps of plugins' own schemas, x_<plugin>.
create table plugin_migration (
  plugin text not null,
  number int not null,
  name text not null,
  sha256 text not null,
  applied_at timestamptz not null default now(),
  primary key (plugin, number)
);

-- Bound to their tables now, whatever the search path: plugins' statements see their own schema only.
create or replace function nrmm_now() returns timestamptz language sql stable
  return now() + coalesce((select shift from demo_clock), interval '0');
create or replace function nrmm_today() returns date language sql stable
  return nrmm_now()::date;

-- Until the transaction ends, or null is given, names without a schema are those of this one.
create function nrmm_only(schema text) returns text language sql
  return set_config('search_path', case when schema is null then '"$user", public' else quote_ident(schema) end, true);
