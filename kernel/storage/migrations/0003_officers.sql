-- One person, one officer's account (一人一号): by identity number for ever, by telephone among those in service, for a
-- telephone of the office goes to whoever comes next. An account that nobody was given a password for yet has an empty hash.
alter table account
  add column departments text[] not null default '{}',  -- an officer's; codes of the pack's vocabulary
  add column township text,                             -- an officer's; as it is called
  add column previous_sign_in timestamptz;              -- the one before last_sign_in: what the holder is shown

create unique index account_officer_id_number on account (city_id, id_number_mac) where id_number_mac is not null and kind = 'officer';
create unique index account_officer_phone on account (city_id, phone_mac) where kind = 'officer' and disabled_at is null;
create index account_officer on account (city_id, id desc) where kind = 'officer';
