-- city_id begins every key: the host keeps the cities apart by it and fills it in.
create table note (
  city_id text not null,
  id bigint generated always as identity,
  text text not null,
  written_at timestamptz not null default public.nrmm_now(),
  primary key (city_id, id)
);
