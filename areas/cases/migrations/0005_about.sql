-- What a case is about, in a few words, for lists: as its definition says, never more than that.
alter table case_file add column about text;
