-- When an open task is urgent: the end of the law's term, else the agency's own promise, else since when it waits. It
-- is kept with the task so that a desk reads the most urgent and no others, however many wait.
alter table case_task add column urgent_at bigint not null default 0;
update case_task set urgent_at = coalesce((select c.due_at from case_file c where c.id = case_task.case_id), due_at, opened_at)
    where completed_at is null;
drop index case_task_desk;
create index case_task_desk on case_task (agency_slug, role, urgent_at, id) where completed_at is null;
create index case_task_late on case_task (agency_slug, late_role, urgent_at, id) where completed_at is null and late_role is not null;
