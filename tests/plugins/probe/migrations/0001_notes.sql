create table note (
  city_id text not null,
  id bigint generated always as identity,
  kind text not null,
  text text not null,
  author text not null,
  version bigint not null default 1,
  at timestamptz not null default public.nrmm_now(),
  primary key (city_id, id)
);
