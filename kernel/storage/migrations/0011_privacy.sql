-- A person's wish to be forgotten, and what may then still be known of him.
create table erasure_request (
  city_id text not null,
  account_id uuid not null,
  requested_at timestamptz not null default nrmm_now(),
  erase_after timestamptz not null,
  erased_at timestamptz,
  primary key (city_id, account_id),
  foreign key (city_id, account_id) references account (city_id, id)
);
create index on erasure_request (city_id, erase_after) where erased_at is null;
alter table erasure_request enable row level security;
alter table erasure_request force row level security;
create policy city on erasure_request using (city_id = nrmm_city()) with check (city_id = nrmm_city());

alter table account add column erased_at timestamptz;
alter table review_case add column erased_at timestamptz;   -- its decisions do not replay any more

create index on machine (city_id, updated_at) where state = 'draft';
create index on photo (city_id, created_at);
create index on case_photo (city_id, case_id);
create index on review_case (city_id, opened_by, id);
create index on photo_reuse (city_id, earlier_case);
create index on photo_reuse (city_id, earlier_photo);
create index on outbox (city_id, created_at);
create index on message (city_id, created_at);
create index on audit (city_id, actor_id, id);              -- a person's own acts
create index audit_disclosure on audit (city_id, object_id) where action = 'case.disclosure';

-- Evidence (cases, events, decisions, photos) is not the server's to rewrite: it has no rights for that. These two functions
-- are the only way, each guards what it must not touch, and row-level security holds inside them as for everybody. They name the
-- city all the same: an owner who is a superuser passes row-level security.

-- Photos that no case which runs or gave something shows. Returns how many rows are gone; files are swept afterwards.
create function nrmm_drop_photos(ids uuid[]) returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone uuid[];
  dropped int;
begin
  select coalesce(array_agg(p.id), '{}') into gone from photo p
  where p.city_id = nrmm_city() and p.id = any (ids) and not exists (
    select from case_photo s join review_case c on c.city_id = s.city_id and c.id = s.case_id
    where s.city_id = p.city_id and s.photo_id = p.id and c.erased_at is null and c.phase in ('open', 'returned', 'approved'));
  delete from photo_reuse where photo_id = any (gone) or earlier_photo = any (gone);
  delete from case_photo where photo_id = any (gone);
  delete from photo_print where photo_id = any (gone);
  delete from photo where id = any (gone);
  get diagnostics dropped = row_count;
  return dropped;
end $$;

-- Takes out of the register what says who an account was. What it did stays: cases without answers and findings, decisions without
-- inputs, machines with kind, stage and serial, and the audit record untouched. Who adds a table with a person's values writes this
-- function anew, in a migration of its own. The account's row is locked first: a filing that is just being handed in refers to it, so
-- it is waited for and seen.
create function nrmm_erase_account(erased uuid, called text) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  cases uuid[];
begin
  perform from account where city_id = nrmm_city() and id = erased for update;
  if not found then return; end if;
  if exists (select from review_case where (owner_id = erased or opened_by = erased) and phase in ('open', 'returned'))
      or exists (select from machine where owner_id = erased and state in ('approved', 'in_review', 'returned'))
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

revoke execute on function nrmm_drop_photos(uuid[]), nrmm_erase_account(uuid, text) from public;
