-- When a session was last used, to within two minutes, and what its client calls itself: its holder sees both, and one that
-- rests too long ends.
alter table session add column used_at timestamptz not null default nrmm_now();
alter table session add column client text not null default '';
