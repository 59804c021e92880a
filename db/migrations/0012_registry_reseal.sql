-- +goose Up
-- Turning the keys (docs/adr/0011) puts the same value under a newer key. A responsible person is otherwise replaced as a
-- whole, so only the sealed column may change.

grant update (sealed) on registry.person to xinheng_app;
