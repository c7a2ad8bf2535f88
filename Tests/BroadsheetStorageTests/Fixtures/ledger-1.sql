PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('ledger-1');
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
    request TEXT);
INSERT INTO decision VALUES('d','2024-07-03T09:46:40Z','top','a','line','line-c',NULL,0.25,'weights','hash','{}');
CREATE TABLE snapshot(
    hash TEXT PRIMARY KEY NOT NULL,
    content TEXT NOT NULL,
    at TEXT NOT NULL);
INSERT INTO snapshot VALUES('hash','{}','2024-07-03T09:46:40Z');
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
CREATE INDEX decision_line_item_id ON decision(line_item_id);
CREATE UNIQUE INDEX impression_billable ON impression(decision_id) WHERE verdict = 'billable';
CREATE UNIQUE INDEX viewable_billable ON viewable(decision_id) WHERE verdict = 'billable';
CREATE UNIQUE INDEX click_billable ON click(decision_id) WHERE verdict = 'billable';
CREATE UNIQUE INDEX list_event_counted ON list_event(list_id, kind, ifnull(position, -1))
    WHERE verdict = 'counted';
COMMIT;
PRAGMA application_id=1114793068;
PRAGMA user_version=1;
