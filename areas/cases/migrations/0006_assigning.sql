-- Who has a task in hand; none while it is anybody's of its role.
alter table case_task add column assigned_to bytea;
-- A role that may do it too because it is late.
alter table case_task add column late_role text;
-- The day and time on which the official and the applicant meet.
alter table case_task add column meets_at bigint;
create index case_task_given on case_task (agency_slug, role, opened_at) where assigned_to is not null;
