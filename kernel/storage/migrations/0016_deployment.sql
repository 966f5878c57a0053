-- What the servers of this database share beside it, so that one with other keys or another folder of photos is told so at
-- its start. One row, of no city: nothing in it says anything about a person.
create table deployment (
  only_row boolean primary key default true check (only_row),
  photo_folder text not null,       -- what its file `folder-id` says
  mac_check text not null,          -- a fixed text, hashed with mac.key
  seal_check text not null,         -- the same, sealed with the newest of the keys
  made_at timestamptz not null default now()
);
