-- What becomes of a machine after its code. The record is locked; what changes it is kept with what was before, what is after, who
-- decided it, in which case, and by which article.

alter table review_case
  add column second_party uuid,                    -- who has a part in it beside its owner: the new owner of a machine
  add column derived jsonb not null default '{}',  -- values of its form: name → {value, reason, basis}, an officer's in the rule's place
  add foreign key (city_id, second_party) references account (city_id, id);
create index on review_case (city_id, second_party, id) where second_party is not null;

create table machine_change (
  city_id text not null,
  id uuid not null,
  number bigint generated always as identity,  -- of one machine in the order in which they came about
  machine_id uuid not null,
  case_id uuid not null,
  transition text not null,                -- of the case's workflow, by which it came about
  effect text not null,
  before jsonb not null,                   -- of the record, only what is otherwise afterwards; answers' personal values sealed
  after jsonb not null,
  owner_before uuid not null,
  owner_after uuid not null,
  actor_id uuid,                           -- null: the system
  actor_name text not null,
  basis text not null,
  revision text not null,
  at timestamptz not null default nrmm_now(),
  primary key (city_id, id),
  foreign key (city_id, machine_id) references machine (city_id, id),
  foreign key (city_id, case_id) references review_case (city_id, id),
  foreign key (city_id, owner_before) references account (city_id, id),
  foreign key (city_id, owner_after) references account (city_id, id),
  foreign key (city_id, actor_id) references account (city_id, id)
);
create unique index on machine_change (city_id, machine_id, number);
create index on machine_change (city_id, owner_before);
create index on machine_change (city_id, owner_after);

alter table machine
  add column change_id uuid,               -- the last one; null: it stands as it was registered
  add foreign key (city_id, change_id) references machine_change (city_id, id);

-- Signs, plates and cards made after the first one, which came with the code and is number 1.
create table machine_sign (
  city_id text not null,
  machine_id uuid not null,
  number int not null check (number > 1),
  code text not null,                      -- as it is shown on it
  case_id uuid not null,
  ordered_at timestamptz not null default nrmm_now(),
  primary key (city_id, machine_id, number),
  foreign key (city_id, machine_id) references machine (city_id, id),
  foreign key (city_id, case_id) references review_case (city_id, id)
);

do $$
declare name text;
begin
  foreach name in array array['machine_change', 'machine_sign'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy city on %I using (city_id = nrmm_city()) with check (city_id = nrmm_city())', name);
  end loop;
end $$;

-- The server changes a registered machine by a change alone: each writes its row here and names it there. Who owns the table mends it
-- by hand.
create function nrmm_locked_machine() returns trigger language plpgsql as $$
begin
  if new.change_id is distinct from old.change_id
      or pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'member') then
    return new;
  end if;
  raise exception 'machine % is registered: only a change changes it', old.id using errcode = 'check_violation';
end $$;

create trigger machine_locked before update on machine for each row
  when (old.serial is not null and old.state in ('approved', 'deregistered')
    and (old.owner_id, old.filed_by, old.state, old.district, old.machine_kind, old.serial, old.emission_stage, old.answers, old.derived)
      is distinct from
        (new.owner_id, new.filed_by, new.state, new.district, new.machine_kind, new.serial, new.emission_stage, new.answers, new.derived))
  execute function nrmm_locked_machine();

-- Who is erased is in no history of a machine any more: that there was a value stays, the value does not. Nor is he in another's case,
-- nor what he photographed for it: as long as the case stood, nrmm_erase_account had to leave that.
-- A trigger beside nrmm_erase_account, so that each may change without the other.
create function nrmm_erase_changes() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  cases uuid[];
begin
  if exists (select from review_case where second_party = new.id and phase in ('open', 'returned')) then
    raise exception 'account % is still needed', new.id using errcode = 'check_violation';
  end if;
  update machine_change set before = jsonb_set(before, '{answers}',
    (select coalesce(jsonb_object_agg(key, null), '{}') from jsonb_object_keys(before -> 'answers') as key))
  where owner_before = new.id and before ? 'answers';
  update machine_change set after = jsonb_set(after, '{answers}',
    (select coalesce(jsonb_object_agg(key, null), '{}') from jsonb_object_keys(after -> 'answers') as key))
  where owner_after = new.id and after ? 'answers';
  update machine_change set actor_name = new.name where actor_id = new.id;
  select coalesce(array_agg(id), '{}') into cases from review_case where second_party = new.id;
  update review_case set answers = '{}', answers_before = null, findings = '[]', derived = '{}',
    erased_at = coalesce(erased_at, nrmm_now()), version = version + 1 where id = any (cases);
  update review_case set derived = '{}' where owner_id = new.id;
  update decision set inputs = '{"erased": true}', message = '' where case_id = any (cases);
  update judgement set answers = '{}', facts = '{}', register = '[]', derived = '{}' where case_id = any (cases);
  update case_event set remarks = '[]', reason = case when reason ~ '^[a-z0-9_]+$' then reason end where case_id = any (cases);
  update case_event set actor_name = new.name where actor_id = new.id;
  perform nrmm_drop_photos(array(
    select id from photo where uploaded_by = new.id
    union select photo_id from case_photo where case_id = any (cases)));
  return null;
end $$;

create trigger account_erased after update of erased_at on account for each row
  when (old.erased_at is null and new.erased_at is not null) execute function nrmm_erase_changes();
