-- What an official wrote down in a task: answers to the questions of the service's desk.yaml, as JSON.
alter table case_task add column written_down text;
