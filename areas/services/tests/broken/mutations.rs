//! Small changes to what ships: nothing that is written can stop the program, or keep it busy.
