-- Signing in looks for a person before anybody is known, so these tables are open while no caller is named. Once one
-- is, as in every query about tasks, they show that person's rows and nobody else's.
alter table identity.person enable row level security;
alter table identity.credential enable row level security;
alter table identity.session enable row level security;
create policy own on identity.person using (zerodue.caller() is null or id = zerodue.caller());
create policy own on identity.credential using (zerodue.caller() is null or user_id = zerodue.caller());
create policy own on identity.session using (zerodue.caller() is null or user_id = zerodue.caller());
