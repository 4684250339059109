-- In which capacity whoever filed acts for somebody else, by its name in the definition; none for oneself. For whom
-- it is stands in the answers.
alter table case_file add column capacity text;
-- That somebody else, where the State knows who has that number: it is their case too, and they do not decide it.
alter table case_file add column holder_id bytea;
