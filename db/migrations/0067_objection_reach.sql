-- +goose Up
-- A wrong answer reaches a body in five ways: an officer's check, a check by a key, a row of a batch, a reading, and a file that
-- was taken out. Which of them it was says what the body must look for.

alter table objection.harm drop constraint harm_came_in_a_known_way;
alter table objection.harm add constraint harm_came_in_a_known_way check (how in ('check', 'api', 'batch', 'reading', 'export'));
