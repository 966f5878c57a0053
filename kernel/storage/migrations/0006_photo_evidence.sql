-- What is known of a photo beside its pixels. It is evidence for a reviewer, never proof.
alter table photo
  add column live_for text,               -- form.field of the ticket it was uploaded with
  add column ticket_at timestamptz,       -- when that ticket was given out
  add column doubts text[] not null default '{}',
  add column evidence_sealed text;        -- what the camera wrote, where the city keeps it

-- Leave to take one photo with the camera now: bound to an account and a field, good once and for minutes.
create table photo_ticket (
  city_id text not null,
  token_hash text not null,
  account_id uuid not null,
  live_for text not null,
  created_at timestamptz not null default nrmm_now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (city_id, token_hash),
  foreign key (city_id, account_id) references account
);
create index on photo_ticket (city_id, expires_at);

-- How photos look, to find one that was used before. The bands are columns because only equality reaches an index under
-- row-level security: two hashes that differ in at most 7 of 64 bits have a band in which they differ in at most one.
create table photo_print (
  city_id text not null,
  photo_id uuid not null,
  part text not null check (part in ('whole', 'centre')),
  hash bigint not null,
  band_a int not null generated always as ((hash >> 48) & 65535) stored,
  band_b int not null generated always as ((hash >> 32) & 65535) stored,
  band_c int not null generated always as ((hash >> 16) & 65535) stored,
  band_d int not null generated always as (hash & 65535) stored,
  primary key (city_id, photo_id, part),
  foreign key (city_id, photo_id) references photo
);
create index on photo_print (city_id, band_a);
create index on photo_print (city_id, band_b);
create index on photo_print (city_id, band_c);
create index on photo_print (city_id, band_d);

-- Photos of a case that an earlier case about something else showed already: for its reviewers.
create table photo_reuse (
  city_id text not null,
  case_id uuid not null,
  photo_id uuid not null,
  earlier_case uuid not null,
  earlier_photo uuid not null,
  distance int not null,            -- bits of 64 in which they differ
  mirrored boolean not null,
  found_at timestamptz not null default nrmm_now(),
  primary key (city_id, case_id, photo_id),
  foreign key (city_id, case_id) references review_case,
  foreign key (city_id, earlier_case) references review_case (city_id, id)
);

alter table photo no force row level security;  -- of all cities at once
insert into photo_print (city_id, photo_id, part, hash)
select city_id, id, 'whole', dhash from photo where bit_count(dhash::bit(64)) between 8 and 56;  -- as photos::telling()
alter table photo force row level security;

do $$
declare name text;
begin
  foreach name in array array['photo_ticket', 'photo_print', 'photo_reuse'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy city on %I using (city_id = nrmm_city()) with check (city_id = nrmm_city())', name);
  end loop;
end $$;
