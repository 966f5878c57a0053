-- What was added to the register since 0010 and says who somebody is. Who adds a table with a person's values writes this function
-- anew, in a migration of its own.
create or replace function nrmm_erase_account(erased uuid, called text) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  cases uuid[];
begin
  if exists (select from review_case where (owner_id = erased or opened_by = erased) and phase in ('open', 'returned'))
      or exists (select from machine where owner_id = erased and state in ('approved', 'in_review', 'returned'))
      or exists (select from account where id = erased and kind = 'officer') then
    raise exception 'account % is still needed', erased using errcode = 'check_violation';
  end if;
  select coalesce(array_agg(id), '{}') into cases from review_case where owner_id = erased;
  update review_case set answers = '{}', answers_before = null, erased_at = nrmm_now(), version = version + 1 where id = any (cases);
  update decision set inputs = '{"erased": true}', message = '' where case_id = any (cases);
  update judgement set answers = '{}', facts = '{}', register = '[]', derived = '{}' where case_id = any (cases);
  update case_event set remarks = '[]', reason = case when reason ~ '^[a-z0-9_]+$' then reason end where case_id = any (cases);
  update case_event set actor_name = called where actor_id = erased;
  delete from photo_reuse where case_id = any (cases) or earlier_case = any (cases);
  perform nrmm_drop_photos(array(
    select id from photo where uploaded_by = erased
    union select photo_id from case_photo where case_id = any (cases)));
  delete from machine where owner_id = erased and filed_by = erased and state = 'draft';
  update machine set answers = '{}', version = version + 1 where owner_id = erased;
  update collection set receiver = called
  where receiver is not null and machine_id in (select id from machine where owner_id = erased);
  update plugin_record set answers = '{}', withdrawn_at = coalesce(withdrawn_at, nrmm_now()) where author_id = erased;
  update legacy_account set name = called, phone_sealed = '', phone_mac = 'erased ' || login where account_id = erased;
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
