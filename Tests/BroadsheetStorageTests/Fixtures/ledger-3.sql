PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('ledger-1');
INSERT INTO grdb_migrations VALUES('ledger-2');
INSERT INTO grdb_migrations VALUES('ledger-3');
CREATE TABLE decision(
    id TEXT PRIMARY KEY NOT NULL,
    at TEXT NOT NULL,
    slot TEXT NOT NULL,
    article_id TEXT,
    line_item_id TEXT,
    creative_id TEXT,
    no_fill TEXT,
    propensity REAL,
    policy TEXT,
    snapshot TEXT,
    request TEXT, plan TEXT, configuration TEXT, record BLOB);
INSERT INTO decision VALUES('d','2024-07-03T09:46:40Z','top','a','line','line-c',NULL,0.25,'weights','hash','{}',NULL,NULL,NULL);
CREATE TABLE snapshot(
    hash TEXT PRIMARY KEY NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'campaigns');
INSERT INTO snapshot VALUES('hash','{}','2024-07-03T09:46:40Z','campaigns');
CREATE TABLE impression(
    seq INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT NOT NULL
        CHECK(verdict IN ('billable', 'late', 'duplicate', 'invalid', 'over_goal')),
    reason TEXT);
INSERT INTO impression VALUES(1,'d','2024-07-03T09:46:41Z','billable',NULL);
CREATE TABLE viewable(
    seq INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT NOT NULL
        CHECK(verdict IN ('billable', 'late', 'duplicate', 'invalid', 'over_goal')),
    reason TEXT);
CREATE TABLE click(
    seq INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT NOT NULL
        CHECK(verdict IN ('billable', 'late', 'duplicate', 'invalid', 'over_goal')),
    reason TEXT);
CREATE TABLE list_event(
    seq INTEGER PRIMARY KEY,
    list_id TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK(kind IN ('list', 'seen', 'click')),
    article_id TEXT,
    position INTEGER,
    variant TEXT,
    propensity REAL,
    items TEXT,
    verdict TEXT NOT NULL CHECK(verdict IN ('counted', 'late', 'duplicate')));
CREATE TABLE goal(
    key TEXT PRIMARY KEY NOT NULL,
    booked INTEGER NOT NULL,
    committed INTEGER NOT NULL,
    leased INTEGER NOT NULL,
    CHECK(committed >= 0 AND leased >= 0 AND committed <= booked - leased)) WITHOUT ROWID;
INSERT INTO goal VALUES('line_item:line:impression',10,1,4);
CREATE TABLE lease(
    id INTEGER PRIMARY KEY,
    holder TEXT NOT NULL,
    fence INTEGER NOT NULL,
    key TEXT NOT NULL,
    units INTEGER NOT NULL,
    committed INTEGER NOT NULL,
    granted_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    CHECK(committed >= 0 AND committed <= units));
INSERT INTO lease VALUES(7,'one',3,'line_item:line:impression',5,1,'2024-07-03T09:46:40Z','2024-07-03T10:46:40Z');
CREATE TABLE holder(
    name TEXT PRIMARY KEY NOT NULL,
    fence INTEGER NOT NULL);
INSERT INTO holder VALUES('one',3);
CREATE TABLE ledger_state(
    id INTEGER PRIMARY KEY CHECK(id = 1),
    microseconds INTEGER NOT NULL,
    last_fence INTEGER NOT NULL,
    last_lease INTEGER NOT NULL);
INSERT INTO ledger_state VALUES(1,1720000001000000,3,7);
CREATE INDEX decision_line_item_id ON decision(line_item_id);
CREATE UNIQUE INDEX impression_billable ON impression(decision_id) WHERE verdict = 'billable';
CREATE UNIQUE INDEX viewable_billable ON viewable(decision_id) WHERE verdict = 'billable';
CREATE UNIQUE INDEX click_billable ON click(decision_id) WHERE verdict = 'billable';
CREATE UNIQUE INDEX list_event_counted ON list_event(list_id, kind, ifnull(position, -1))
    WHERE verdict = 'counted';
CREATE UNIQUE INDEX lease_key ON lease(key, fence);
CREATE INDEX lease_expires_at ON lease(expires_at);
CREATE INDEX decision_at ON decision(at);
PRAGMA application_id = 1114793068;
PRAGMA user_version = 3;
COMMIT;
