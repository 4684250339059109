-- Who took an act back, and why.
alter table case_act add column revoked_by bytea;
alter table case_act add column revoked_reasons text;
