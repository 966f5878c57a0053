-- What the host keeps for plugins of kind lua; the plugin's manifest says what is in `answers`.
create table plugin_record (
  city_id text not null,
  id uuid not null,
  plugin text not null,
  kind text not null,
  version bigint not null default 1,
  answers jsonb not null,
  author_id uuid not null,
  withdrawn_at timestamptz,
  created_at timestamptz not null default nrmm_now(),
  updated_at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  foreign key (city_id, author_id) references account (city_id, id)
);
create index on plugin_record (city_id, plugin, kind, id desc) where withdrawn_at is null;
alter table plugin_record enable row level security;
alter table plugin_record force row level security;
create policy city on plugin_record using (city_id = nrmm_city()) with check (city_id = nrmm_city());
