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

-- Reports that were taken for a movement that there was already: sent again, however late, each is still that one.
create table movement_repeat (
  city_id text not null,
  site_id uuid not null,
  client_id text not null,
  movement_id uuid not null,
  primary key (city_id, site_id, client_id),
  foreign key (city_id, movement_id) references movement (city_id, id)
);

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
  foreach name in array array['site', 'site_recorder', 'movement', 'movement_repeat', 'presence', 'movement_photo'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy city on %I using (city_id = nrmm_city()) with check (city_id = nrmm_city())', name);
  end loop;
end $$;

-- Picking from a list goes by the beginning of a serial.
create index machine_serial_beginning on machine (city_id, serial collate "C") where serial is not null;

-- As before, and photos of movements are kept: they show who passed. So are those that the record of a registered machine shows,
-- whoever filed it: it may be another's by now.
create or replace function nrmm_drop_photos(ids uuid[]) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone uuid[];
  dropped int;
begin
  select coalesce(array_agg(p.id), '{}') into gone from photo p
  where p.city_id = nrmm_city() and p.id = any (ids) and not exists (
    select from case_photo s join review_case c on c.city_id = s.city_id and c.id = s.case_id
    where s.city_id = p.city_id and s.photo_id = p.id and c.erased_at is null and c.phase in ('open', 'returned', 'approved'))
    and not exists (select from movement_photo m where m.city_id = p.city_id and m.photo_id = p.id)
    and not exists (
      select from case_photo s join review_case c on c.city_id = s.city_id and c.id = s.case_id
        join machine m on m.city_id = c.city_id and m.id = c.subject_id
      where s.city_id = p.city_id and s.photo_id = p.id and m.state in ('approved', 'in_review', 'returned')
        and position(p.id::text in m.answers::text) > 0);
  delete from photo_reuse where photo_id = any (gone) or earlier_photo = any (gone);
  delete from case_photo where photo_id = any (gone);
  delete from photo_print where photo_id = any (gone);
  delete from photo where id = any (gone);
  get diagnostics dropped = row_count;
  return dropped;
end $$;

-- As before, and what sites and gates know of a person.
create or replace function nrmm_erase_account(erased uuid, called text) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  cases uuid[];
begin
  perform from account where city_id = nrmm_city() and id = erased for update;
  if not found then return; end if;
  if exists (select from review_case where (owner_id = erased or opened_by = erased) and phase in ('open', 'returned'))
      or exists (select from machine where owner_id = erased and state in ('approved', 'in_review', 'returned'))
      or exists (select from site where owner_id = erased and state in ('active', 'in_review', 'returned'))
      or exists (select from account where id = erased and kind = 'officer') then
    raise exception 'account % is still needed', erased using errcode = 'check_violation';
  end if;
  select coalesce(array_agg(id), '{}') into cases from review_case where owner_id = erased;
  update review_case set answers = '{}', answers_before = null, findings = '[]', erased_at = nrmm_now(), version = version + 1
  where id = any (cases);
  update decision set inputs = '{"erased": true}', message = '' where case_id = any (cases);
  update judgement set answers = '{}', facts = '{}', register = '[]', derived = '{}' where case_id = any (cases);
  update case_event set remarks = '[]', reason = case when reason ~ '^[a-z0-9_]+$' then reason end where case_id = any (cases);
  update case_event set actor_name = called where actor_id = erased;
  delete from photo_reuse where case_id = any (cases) or earlier_case = any (cases);
  perform nrmm_drop_photos(array(
    select id from photo where uploaded_by = erased
    union select photo_id from case_photo where case_id = any (cases)));
  delete from machine where owner_id = erased and filed_by = erased and state = 'draft';
  update machine set answers = '{}', derived = '{}', version = version + 1 where owner_id = erased;
  delete from site where owner_id = erased and state = 'draft' and case_id is null;
  update site set answers = '{}', name = called, place = null, version = version + 1 where owner_id = erased;
  update site_recorder set removed_at = coalesce(removed_at, nrmm_now()), name = called, phone_sealed = '', phone_mac = 'erased ' || id::text
  where account_id = erased;
  update movement set position = null, distance_m = null where recorded_by = erased;
  update collection set receiver = called
  where receiver is not null and machine_id in (select id from machine where owner_id = erased);
  update plugin_record set answers = '{}', withdrawn_at = coalesce(withdrawn_at, nrmm_now()) where author_id = erased;
  update legacy_account set login = 'erased ' || gen_random_uuid(), name = called, phone_sealed = '', phone_mac = 'erased'
  where account_id = erased;   -- a login of those days may be a phone
  delete from external_identity where account_id = erased;
  delete from recovery_code where account_id = erased;
  delete from second_factor where account_id = erased;
  delete from message where account_id = erased;
  delete from photo_ticket where account_id = erased;
  delete from session where account_id = erased;
  delete from idempotency where scope = 'account:' || erased::text;
  update account set login = null, name = called, phone_sealed = '', phone_mac = 'erased ' || id::text, id_number_sealed = null,
    id_number_mac = null, uscc = null, email_sealed = null, answers = '{}', profile = '{}', password_hash = 'none',
    disabled_at = coalesce(disabled_at, nrmm_now()), erased_at = nrmm_now(), version = version + 1
  where id = erased;
end $$;
