-- Which stage a step of the process chose to come next; none for what moves nothing. With it the history alone says
-- where the case is: what its conditions saw need not be known again.
alter table case_event add column next_stage text;
