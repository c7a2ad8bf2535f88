-- A catalogue of schema version 3, as `sqlite3 FILE .dump` writes it, with its header fields.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('catalogue-1');
INSERT INTO grdb_migrations VALUES('catalogue-2');
INSERT INTO grdb_migrations VALUES('catalogue-3');
CREATE TABLE change(
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    op TEXT NOT NULL,
    id TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')));
INSERT INTO change VALUES(1,'article','insert','harbour-1','2026-11-24T01:57:38Z');
INSERT INTO change VALUES(2,'article','insert','harbour-2','2026-11-24T01:57:38Z');
INSERT INTO change VALUES(3,'advertiser','insert','adv','2026-11-24T01:57:38Z');
INSERT INTO change VALUES(4,'campaign','insert','camp','2026-11-24T01:57:38Z');
CREATE TABLE article(
    id TEXT PRIMARY KEY NOT NULL CHECK(typeof(id) = 'text' AND length(id) > 0),
    url TEXT,
    title TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '',
    summary TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '',
    body TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '',
    section TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '',
    language TEXT,
    tags TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(tags) THEN json_type(tags) = 'array' ELSE 0 END),
    authors TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(authors) THEN json_type(authors) = 'array' ELSE 0 END),
    image_url TEXT,
    image_width INTEGER,
    image_height INTEGER,
    image_alt TEXT,
    source_name TEXT,
    source_url TEXT,
    published_at TEXT CHECK(published_at IS NULL OR strftime('%Y-%m-%dT%H:%M:%SZ', published_at, '+0 days') IS published_at),
    updated_at TEXT CHECK(updated_at IS NULL OR strftime('%Y-%m-%dT%H:%M:%SZ', updated_at, '+0 days') IS updated_at),
    expires_at TEXT CHECK(expires_at IS NULL OR strftime('%Y-%m-%dT%H:%M:%SZ', expires_at, '+0 days') IS expires_at),
    status TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'published'
        CHECK(status = 'published' OR status = 'draft' OR status = 'withdrawn'),
    evergreen INTEGER NOT NULL ON CONFLICT REPLACE DEFAULT 0 CHECK(evergreen IN (0, 1)),
    ads TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'all' CHECK(ads = 'all' OR ads = 'house' OR ads = 'none'),
    ad_labels TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(ad_labels) THEN json_type(ad_labels) = 'array' ELSE 0 END));
INSERT INTO article VALUES('harbour-1','https://news.example/harbour-1','Harbour opens','','The harbour opened on Monday.','World/Asia',NULL,'["harbour"]','[]',NULL,NULL,NULL,NULL,NULL,NULL,'2024-07-01T12:00:00Z',NULL,NULL,'published',0,'all','[]');
INSERT INTO article VALUES('harbour-2',NULL,'Harbour closes','','The harbour closed.','',NULL,'[]','[]',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'withdrawn',0,'all','[]');
CREATE TABLE slot(
    id TEXT PRIMARY KEY NOT NULL CHECK(typeof(id) = 'text' AND length(id) > 0),
    sizes TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(sizes) THEN json_type(sizes) = 'array' ELSE 0 END),
    formats TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '["image","html","native"]' CHECK(CASE WHEN json_valid(formats) THEN json_type(formats) = 'array' ELSE 0 END),
    priority INTEGER NOT NULL ON CONFLICT REPLACE DEFAULT 1,
    status TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'active' CHECK(status = 'active' OR status = 'paused' OR status = 'archived'), exploration REAL NOT NULL ON CONFLICT REPLACE DEFAULT 0 CHECK(exploration BETWEEN 0 AND 1), default_creative TEXT);
CREATE TABLE advertiser(
    id TEXT PRIMARY KEY NOT NULL CHECK(typeof(id) = 'text' AND length(id) > 0),
    name TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '',
    domain TEXT,
    labels TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(labels) THEN json_type(labels) = 'array' ELSE 0 END),
    status TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'active' CHECK(status = 'active' OR status = 'paused' OR status = 'archived'));
INSERT INTO advertiser VALUES('adv','Advertiser',NULL,'[]','active');
CREATE TABLE campaign(
    id TEXT PRIMARY KEY NOT NULL CHECK(typeof(id) = 'text' AND length(id) > 0),
    advertiser_id TEXT NOT NULL,
    name TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '',
    time_zone TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'UTC',
    status TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'active' CHECK(status = 'active' OR status = 'paused' OR status = 'archived'), labels TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(labels) THEN json_type(labels) = 'array' ELSE 0 END));
INSERT INTO campaign VALUES('camp','adv','','UTC','active','[]');
CREATE TABLE line_item(
    id TEXT PRIMARY KEY NOT NULL CHECK(typeof(id) = 'text' AND length(id) > 0),
    campaign_id TEXT NOT NULL,
    tier TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'standard'
        CHECK(tier = 'sponsorship' OR tier = 'guaranteed' OR tier = 'standard' OR tier = 'house'),
    weight REAL NOT NULL ON CONFLICT REPLACE DEFAULT 1 CHECK(weight > 0 AND weight <= 1e9),
    starts TEXT CHECK(starts IS NULL OR strftime('%Y-%m-%dT%H:%M:%SZ', starts, '+0 days') IS starts),
    ends TEXT CHECK(ends IS NULL OR strftime('%Y-%m-%dT%H:%M:%SZ', ends, '+0 days') IS ends),
    slots TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(slots) THEN json_type(slots) = 'array' ELSE 0 END),
    sections_include TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(sections_include) THEN json_type(sections_include) = 'array' ELSE 0 END),
    sections_exclude TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(sections_exclude) THEN json_type(sections_exclude) = 'array' ELSE 0 END),
    tags_include TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(tags_include) THEN json_type(tags_include) = 'array' ELSE 0 END),
    tags_exclude TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(tags_exclude) THEN json_type(tags_exclude) = 'array' ELSE 0 END),
    price_model TEXT CHECK(price_model = 'cpm' OR price_model = 'vcpm' OR price_model = 'cpc' OR price_model = 'flat'),
    price_micros INTEGER CHECK(price_micros >= 0),
    status TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'active' CHECK(status = 'active' OR status = 'paused' OR status = 'archived'), labels TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(labels) THEN json_type(labels) = 'array' ELSE 0 END), share_of_voice REAL CHECK(share_of_voice > 0 AND share_of_voice <= 1), goal_unit TEXT CHECK(goal_unit = 'impressions' OR goal_unit = 'viewable_impressions' OR goal_unit = 'clicks'), goal_count INTEGER CHECK((goal_unit IS NULL) = (goal_count IS NULL))
CHECK(goal_count IS NULL OR (typeof(goal_count) = 'integer' AND goal_count > 0)), pacing TEXT CHECK(pacing = 'even' OR pacing = 'front_loaded' OR pacing = 'asap'
    OR CASE WHEN json_valid(pacing) THEN json_type(pacing) = 'array' ELSE pacing IS NULL END), targeting TEXT CHECK(targeting IS NULL OR CASE WHEN json_valid(targeting)
    THEN json_type(targeting) = 'object' ELSE 0 END),
    CHECK((price_model IS NULL) = (price_micros IS NULL)));
CREATE TABLE creative(
    id TEXT PRIMARY KEY NOT NULL CHECK(typeof(id) = 'text' AND length(id) > 0),
    line_item_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK(kind = 'image' OR kind = 'html' OR kind = 'native'),
    width INTEGER CHECK(width BETWEEN 1 AND 10000),
    height INTEGER CHECK(height BETWEEN 1 AND 10000),
    weight REAL NOT NULL ON CONFLICT REPLACE DEFAULT 1 CHECK(weight > 0 AND weight <= 1e9),
    click_url TEXT NOT NULL,
    image TEXT,
    alt TEXT,
    html TEXT,
    title TEXT,
    text TEXT,
    sponsored_by TEXT,
    call_to_action TEXT,
    impression_trackers TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '[]' CHECK(CASE WHEN json_valid(impression_trackers) THEN json_type(impression_trackers) = 'array' ELSE 0 END),
    status TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'active' CHECK(status = 'active' OR status = 'paused' OR status = 'archived'),
    CHECK((width IS NULL) = (height IS NULL)));
CREATE TABLE pin(article_id TEXT NOT NULL CHECK(typeof(article_id) = 'text' AND length(trim(article_id)) > 0), pinned_id TEXT NOT NULL CHECK(typeof(pinned_id) = 'text' AND length(trim(pinned_id)) > 0), position INTEGER NOT NULL ON CONFLICT REPLACE DEFAULT 1
CHECK(typeof(position) = 'integer' AND position BETWEEN 1 AND 100), expires_at TEXT CHECK(expires_at IS NULL OR strftime('%Y-%m-%dT%H:%M:%SZ', expires_at, '+0 days') IS expires_at), note TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '', PRIMARY KEY(article_id, pinned_id), CHECK(article_id IS NOT pinned_id));
CREATE TABLE block(article_id TEXT, blocked_id TEXT NOT NULL CHECK(typeof(blocked_id) = 'text' AND length(trim(blocked_id)) > 0), expires_at TEXT CHECK(expires_at IS NULL OR strftime('%Y-%m-%dT%H:%M:%SZ', expires_at, '+0 days') IS expires_at), note TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '', PRIMARY KEY(article_id, blocked_id), CHECK(article_id IS NULL OR typeof(article_id) = 'text'), CHECK(article_id IS NOT blocked_id));
CREATE TABLE blocked_term(article_id TEXT, term TEXT NOT NULL CHECK(typeof(term) = 'text' AND length(trim(term)) > 0), expires_at TEXT CHECK(expires_at IS NULL OR strftime('%Y-%m-%dT%H:%M:%SZ', expires_at, '+0 days') IS expires_at), note TEXT NOT NULL ON CONFLICT REPLACE DEFAULT '', PRIMARY KEY(article_id, term), CHECK(article_id IS NULL OR typeof(article_id) = 'text'));
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('change',6);
CREATE INDEX article_url ON article(url);
CREATE INDEX campaign_advertiser_id ON campaign(advertiser_id);
CREATE INDEX line_item_campaign_id ON line_item(campaign_id);
CREATE INDEX creative_line_item_id ON creative(line_item_id);
CREATE TRIGGER article_insert_evicts BEFORE INSERT ON article BEGIN
    INSERT INTO change(kind, op, id) SELECT 'article', 'replace', id FROM article
        WHERE id = NEW.id OR rowid = NEW.rowid;
END;
CREATE TRIGGER article_update_evicts BEFORE UPDATE ON article
WHEN NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid BEGIN
    INSERT INTO change(kind, op, id) SELECT 'article', 'replace', id FROM article
        WHERE (id = NEW.id OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
END;
CREATE TRIGGER article_inserted AFTER INSERT ON article BEGIN
    INSERT INTO change(kind, op, id) VALUES('article', 'insert', NEW.id);
END;
CREATE TRIGGER article_renamed AFTER UPDATE ON article
WHEN NEW.id IS NOT OLD.id BEGIN
    INSERT INTO change(kind, op, id) VALUES('article', 'delete', OLD.id);
END;
CREATE TRIGGER article_updated AFTER UPDATE ON article BEGIN
    INSERT INTO change(kind, op, id) VALUES('article', 'update', NEW.id);
END;
CREATE TRIGGER article_deleted AFTER DELETE ON article BEGIN
    INSERT INTO change(kind, op, id) VALUES('article', 'delete', OLD.id);
END;
CREATE TRIGGER slot_insert_evicts BEFORE INSERT ON slot BEGIN
    INSERT INTO change(kind, op, id) SELECT 'slot', 'replace', id FROM slot
        WHERE id = NEW.id OR rowid = NEW.rowid;
END;
CREATE TRIGGER slot_update_evicts BEFORE UPDATE ON slot
WHEN NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid BEGIN
    INSERT INTO change(kind, op, id) SELECT 'slot', 'replace', id FROM slot
        WHERE (id = NEW.id OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
END;
CREATE TRIGGER slot_inserted AFTER INSERT ON slot BEGIN
    INSERT INTO change(kind, op, id) VALUES('slot', 'insert', NEW.id);
END;
CREATE TRIGGER slot_renamed AFTER UPDATE ON slot
WHEN NEW.id IS NOT OLD.id BEGIN
    INSERT INTO change(kind, op, id) VALUES('slot', 'delete', OLD.id);
END;
CREATE TRIGGER slot_updated AFTER UPDATE ON slot BEGIN
    INSERT INTO change(kind, op, id) VALUES('slot', 'update', NEW.id);
END;
CREATE TRIGGER slot_deleted AFTER DELETE ON slot BEGIN
    INSERT INTO change(kind, op, id) VALUES('slot', 'delete', OLD.id);
END;
CREATE TRIGGER advertiser_insert_evicts BEFORE INSERT ON advertiser BEGIN
    INSERT INTO change(kind, op, id) SELECT 'advertiser', 'replace', id FROM advertiser
        WHERE id = NEW.id OR rowid = NEW.rowid;
END;
CREATE TRIGGER advertiser_update_evicts BEFORE UPDATE ON advertiser
WHEN NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid BEGIN
    INSERT INTO change(kind, op, id) SELECT 'advertiser', 'replace', id FROM advertiser
        WHERE (id = NEW.id OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
END;
CREATE TRIGGER advertiser_inserted AFTER INSERT ON advertiser BEGIN
    INSERT INTO change(kind, op, id) VALUES('advertiser', 'insert', NEW.id);
END;
CREATE TRIGGER advertiser_renamed AFTER UPDATE ON advertiser
WHEN NEW.id IS NOT OLD.id BEGIN
    INSERT INTO change(kind, op, id) VALUES('advertiser', 'delete', OLD.id);
END;
CREATE TRIGGER advertiser_updated AFTER UPDATE ON advertiser BEGIN
    INSERT INTO change(kind, op, id) VALUES('advertiser', 'update', NEW.id);
END;
CREATE TRIGGER advertiser_deleted AFTER DELETE ON advertiser BEGIN
    INSERT INTO change(kind, op, id) VALUES('advertiser', 'delete', OLD.id);
END;
CREATE TRIGGER campaign_insert_evicts BEFORE INSERT ON campaign BEGIN
    INSERT INTO change(kind, op, id) SELECT 'campaign', 'replace', id FROM campaign
        WHERE id = NEW.id OR rowid = NEW.rowid;
END;
CREATE TRIGGER campaign_update_evicts BEFORE UPDATE ON campaign
WHEN NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid BEGIN
    INSERT INTO change(kind, op, id) SELECT 'campaign', 'replace', id FROM campaign
        WHERE (id = NEW.id OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
END;
CREATE TRIGGER campaign_inserted AFTER INSERT ON campaign BEGIN
    INSERT INTO change(kind, op, id) VALUES('campaign', 'insert', NEW.id);
END;
CREATE TRIGGER campaign_renamed AFTER UPDATE ON campaign
WHEN NEW.id IS NOT OLD.id BEGIN
    INSERT INTO change(kind, op, id) VALUES('campaign', 'delete', OLD.id);
END;
CREATE TRIGGER campaign_updated AFTER UPDATE ON campaign BEGIN
    INSERT INTO change(kind, op, id) VALUES('campaign', 'update', NEW.id);
END;
CREATE TRIGGER campaign_deleted AFTER DELETE ON campaign BEGIN
    INSERT INTO change(kind, op, id) VALUES('campaign', 'delete', OLD.id);
END;
CREATE TRIGGER line_item_insert_evicts BEFORE INSERT ON line_item BEGIN
    INSERT INTO change(kind, op, id) SELECT 'line_item', 'replace', id FROM line_item
        WHERE id = NEW.id OR rowid = NEW.rowid;
END;
CREATE TRIGGER line_item_update_evicts BEFORE UPDATE ON line_item
WHEN NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid BEGIN
    INSERT INTO change(kind, op, id) SELECT 'line_item', 'replace', id FROM line_item
        WHERE (id = NEW.id OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
END;
CREATE TRIGGER line_item_inserted AFTER INSERT ON line_item BEGIN
    INSERT INTO change(kind, op, id) VALUES('line_item', 'insert', NEW.id);
END;
CREATE TRIGGER line_item_renamed AFTER UPDATE ON line_item
WHEN NEW.id IS NOT OLD.id BEGIN
    INSERT INTO change(kind, op, id) VALUES('line_item', 'delete', OLD.id);
END;
CREATE TRIGGER line_item_updated AFTER UPDATE ON line_item BEGIN
    INSERT INTO change(kind, op, id) VALUES('line_item', 'update', NEW.id);
END;
CREATE TRIGGER line_item_deleted AFTER DELETE ON line_item BEGIN
    INSERT INTO change(kind, op, id) VALUES('line_item', 'delete', OLD.id);
END;
CREATE TRIGGER creative_insert_evicts BEFORE INSERT ON creative BEGIN
    INSERT INTO change(kind, op, id) SELECT 'creative', 'replace', id FROM creative
        WHERE id = NEW.id OR rowid = NEW.rowid;
END;
CREATE TRIGGER creative_update_evicts BEFORE UPDATE ON creative
WHEN NEW.id IS NOT OLD.id OR NEW.rowid IS NOT OLD.rowid BEGIN
    INSERT INTO change(kind, op, id) SELECT 'creative', 'replace', id FROM creative
        WHERE (id = NEW.id OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
END;
CREATE TRIGGER creative_inserted AFTER INSERT ON creative BEGIN
    INSERT INTO change(kind, op, id) VALUES('creative', 'insert', NEW.id);
END;
CREATE TRIGGER creative_renamed AFTER UPDATE ON creative
WHEN NEW.id IS NOT OLD.id BEGIN
    INSERT INTO change(kind, op, id) VALUES('creative', 'delete', OLD.id);
END;
CREATE TRIGGER creative_updated AFTER UPDATE ON creative BEGIN
    INSERT INTO change(kind, op, id) VALUES('creative', 'update', NEW.id);
END;
CREATE TRIGGER creative_deleted AFTER DELETE ON creative BEGIN
    INSERT INTO change(kind, op, id) VALUES('creative', 'delete', OLD.id);
END;
CREATE TRIGGER campaign_needs_advertiser BEFORE INSERT ON campaign
WHEN NOT EXISTS(SELECT 1 FROM advertiser WHERE id = NEW.advertiser_id) BEGIN
    SELECT RAISE(ABORT, 'campaign.advertiser_id names no row of advertiser: insert the advertiser first');
END;
CREATE TRIGGER campaign_keeps_advertiser BEFORE UPDATE OF advertiser_id ON campaign
WHEN NOT EXISTS(SELECT 1 FROM advertiser WHERE id = NEW.advertiser_id) BEGIN
    SELECT RAISE(ABORT, 'campaign.advertiser_id names no row of advertiser: insert the advertiser first');
END;
CREATE TRIGGER advertiser_kept_for_campaign BEFORE DELETE ON advertiser
WHEN EXISTS(SELECT 1 FROM campaign WHERE advertiser_id = OLD.id)
    AND NOT EXISTS(SELECT 1 FROM change WHERE seq > (SELECT max(seq) - 3 FROM change)
        AND kind = 'advertiser' AND op = 'replace' AND id = OLD.id) BEGIN
    SELECT RAISE(ABORT, 'advertiser still has rows of campaign: delete those first, or set its status to archived');
END;
CREATE TRIGGER advertiser_named_by_campaign BEFORE UPDATE OF id ON advertiser
WHEN NEW.id IS NOT OLD.id
    AND EXISTS(SELECT 1 FROM campaign WHERE advertiser_id = OLD.id) BEGIN
    SELECT RAISE(ABORT, 'advertiser still has rows of campaign: delete those first, or set its status to archived');
END;
CREATE TRIGGER line_item_needs_campaign BEFORE INSERT ON line_item
WHEN NOT EXISTS(SELECT 1 FROM campaign WHERE id = NEW.campaign_id) BEGIN
    SELECT RAISE(ABORT, 'line_item.campaign_id names no row of campaign: insert the campaign first');
END;
CREATE TRIGGER line_item_keeps_campaign BEFORE UPDATE OF campaign_id ON line_item
WHEN NOT EXISTS(SELECT 1 FROM campaign WHERE id = NEW.campaign_id) BEGIN
    SELECT RAISE(ABORT, 'line_item.campaign_id names no row of campaign: insert the campaign first');
END;
CREATE TRIGGER campaign_kept_for_line_item BEFORE DELETE ON campaign
WHEN EXISTS(SELECT 1 FROM line_item WHERE campaign_id = OLD.id)
    AND NOT EXISTS(SELECT 1 FROM change WHERE seq > (SELECT max(seq) - 3 FROM change)
        AND kind = 'campaign' AND op = 'replace' AND id = OLD.id) BEGIN
    SELECT RAISE(ABORT, 'campaign still has rows of line_item: delete those first, or set its status to archived');
END;
CREATE TRIGGER campaign_named_by_line_item BEFORE UPDATE OF id ON campaign
WHEN NEW.id IS NOT OLD.id
    AND EXISTS(SELECT 1 FROM line_item WHERE campaign_id = OLD.id) BEGIN
    SELECT RAISE(ABORT, 'campaign still has rows of line_item: delete those first, or set its status to archived');
END;
CREATE TRIGGER creative_needs_line_item BEFORE INSERT ON creative
WHEN NOT EXISTS(SELECT 1 FROM line_item WHERE id = NEW.line_item_id) BEGIN
    SELECT RAISE(ABORT, 'creative.line_item_id names no row of line_item: insert the line_item first');
END;
CREATE TRIGGER creative_keeps_line_item BEFORE UPDATE OF line_item_id ON creative
WHEN NOT EXISTS(SELECT 1 FROM line_item WHERE id = NEW.line_item_id) BEGIN
    SELECT RAISE(ABORT, 'creative.line_item_id names no row of line_item: insert the line_item first');
END;
CREATE TRIGGER line_item_kept_for_creative BEFORE DELETE ON line_item
WHEN EXISTS(SELECT 1 FROM creative WHERE line_item_id = OLD.id)
    AND NOT EXISTS(SELECT 1 FROM change WHERE seq > (SELECT max(seq) - 3 FROM change)
        AND kind = 'line_item' AND op = 'replace' AND id = OLD.id) BEGIN
    SELECT RAISE(ABORT, 'line_item still has rows of creative: delete those first, or set its status to archived');
END;
CREATE TRIGGER line_item_named_by_creative BEFORE UPDATE OF id ON line_item
WHEN NEW.id IS NOT OLD.id
    AND EXISTS(SELECT 1 FROM creative WHERE line_item_id = OLD.id) BEGIN
    SELECT RAISE(ABORT, 'line_item still has rows of creative: delete those first, or set its status to archived');
END;
CREATE TRIGGER pin_insert_evicts BEFORE INSERT ON pin BEGIN
    INSERT INTO change(kind, op, id) SELECT 'pin', 'replace', coalesce(article_id, '')
        FROM pin WHERE (article_id = NEW.article_id AND pinned_id = NEW.pinned_id) OR rowid = NEW.rowid;
END;
CREATE TRIGGER pin_update_evicts BEFORE UPDATE ON pin
WHEN NEW.article_id IS NOT OLD.article_id OR NEW.pinned_id IS NOT OLD.pinned_id OR NEW.rowid IS NOT OLD.rowid BEGIN
    INSERT INTO change(kind, op, id) SELECT 'pin', 'replace', coalesce(article_id, '')
        FROM pin WHERE ((article_id = NEW.article_id AND pinned_id = NEW.pinned_id) OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
END;
CREATE TRIGGER pin_inserted AFTER INSERT ON pin BEGIN
    INSERT INTO change(kind, op, id) VALUES('pin', 'insert', coalesce(NEW.article_id, ''));
END;
CREATE TRIGGER pin_renamed AFTER UPDATE ON pin
WHEN NEW.article_id IS NOT OLD.article_id BEGIN
    INSERT INTO change(kind, op, id) VALUES('pin', 'delete', coalesce(OLD.article_id, ''));
END;
CREATE TRIGGER pin_updated AFTER UPDATE ON pin BEGIN
    INSERT INTO change(kind, op, id) VALUES('pin', 'update', coalesce(NEW.article_id, ''));
END;
CREATE TRIGGER pin_deleted AFTER DELETE ON pin BEGIN
    INSERT INTO change(kind, op, id) VALUES('pin', 'delete', coalesce(OLD.article_id, ''));
END;
CREATE TRIGGER pin_needs_article_id BEFORE INSERT ON pin
WHEN coalesce(NEW.article_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.article_id) BEGIN
    SELECT RAISE(ABORT, 'pin.article_id names no article: insert the article first');
END;
CREATE TRIGGER pin_keeps_article_id BEFORE UPDATE OF article_id ON pin
WHEN coalesce(NEW.article_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.article_id) BEGIN
    SELECT RAISE(ABORT, 'pin.article_id names no article: insert the article first');
END;
CREATE TRIGGER pin_needs_pinned_id BEFORE INSERT ON pin
WHEN coalesce(NEW.pinned_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.pinned_id) BEGIN
    SELECT RAISE(ABORT, 'pin.pinned_id names no article: insert the article first');
END;
CREATE TRIGGER pin_keeps_pinned_id BEFORE UPDATE OF pinned_id ON pin
WHEN coalesce(NEW.pinned_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.pinned_id) BEGIN
    SELECT RAISE(ABORT, 'pin.pinned_id names no article: insert the article first');
END;
CREATE TRIGGER block_insert_evicts BEFORE INSERT ON block BEGIN
    INSERT INTO change(kind, op, id) SELECT 'block', 'replace', coalesce(article_id, '')
        FROM block WHERE (article_id = NEW.article_id AND blocked_id = NEW.blocked_id) OR rowid = NEW.rowid;
END;
CREATE TRIGGER block_update_evicts BEFORE UPDATE ON block
WHEN NEW.article_id IS NOT OLD.article_id OR NEW.blocked_id IS NOT OLD.blocked_id OR NEW.rowid IS NOT OLD.rowid BEGIN
    INSERT INTO change(kind, op, id) SELECT 'block', 'replace', coalesce(article_id, '')
        FROM block WHERE ((article_id = NEW.article_id AND blocked_id = NEW.blocked_id) OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
END;
CREATE TRIGGER block_inserted AFTER INSERT ON block BEGIN
    INSERT INTO change(kind, op, id) VALUES('block', 'insert', coalesce(NEW.article_id, ''));
END;
CREATE TRIGGER block_renamed AFTER UPDATE ON block
WHEN NEW.article_id IS NOT OLD.article_id BEGIN
    INSERT INTO change(kind, op, id) VALUES('block', 'delete', coalesce(OLD.article_id, ''));
END;
CREATE TRIGGER block_updated AFTER UPDATE ON block BEGIN
    INSERT INTO change(kind, op, id) VALUES('block', 'update', coalesce(NEW.article_id, ''));
END;
CREATE TRIGGER block_deleted AFTER DELETE ON block BEGIN
    INSERT INTO change(kind, op, id) VALUES('block', 'delete', coalesce(OLD.article_id, ''));
END;
CREATE TRIGGER block_needs_article_id BEFORE INSERT ON block
WHEN coalesce(NEW.article_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.article_id) BEGIN
    SELECT RAISE(ABORT, 'block.article_id names no article: insert the article first');
END;
CREATE TRIGGER block_keeps_article_id BEFORE UPDATE OF article_id ON block
WHEN coalesce(NEW.article_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.article_id) BEGIN
    SELECT RAISE(ABORT, 'block.article_id names no article: insert the article first');
END;
CREATE TRIGGER block_needs_blocked_id BEFORE INSERT ON block
WHEN coalesce(NEW.blocked_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.blocked_id) BEGIN
    SELECT RAISE(ABORT, 'block.blocked_id names no article: insert the article first');
END;
CREATE TRIGGER block_keeps_blocked_id BEFORE UPDATE OF blocked_id ON block
WHEN coalesce(NEW.blocked_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.blocked_id) BEGIN
    SELECT RAISE(ABORT, 'block.blocked_id names no article: insert the article first');
END;
CREATE TRIGGER blocked_term_insert_evicts BEFORE INSERT ON blocked_term BEGIN
    INSERT INTO change(kind, op, id) SELECT 'blocked_term', 'replace', coalesce(article_id, '')
        FROM blocked_term WHERE (article_id = NEW.article_id AND term = NEW.term) OR rowid = NEW.rowid;
END;
CREATE TRIGGER blocked_term_update_evicts BEFORE UPDATE ON blocked_term
WHEN NEW.article_id IS NOT OLD.article_id OR NEW.term IS NOT OLD.term OR NEW.rowid IS NOT OLD.rowid BEGIN
    INSERT INTO change(kind, op, id) SELECT 'blocked_term', 'replace', coalesce(article_id, '')
        FROM blocked_term WHERE ((article_id = NEW.article_id AND term = NEW.term) OR rowid = NEW.rowid) AND rowid <> OLD.rowid;
END;
CREATE TRIGGER blocked_term_inserted AFTER INSERT ON blocked_term BEGIN
    INSERT INTO change(kind, op, id) VALUES('blocked_term', 'insert', coalesce(NEW.article_id, ''));
END;
CREATE TRIGGER blocked_term_renamed AFTER UPDATE ON blocked_term
WHEN NEW.article_id IS NOT OLD.article_id BEGIN
    INSERT INTO change(kind, op, id) VALUES('blocked_term', 'delete', coalesce(OLD.article_id, ''));
END;
CREATE TRIGGER blocked_term_updated AFTER UPDATE ON blocked_term BEGIN
    INSERT INTO change(kind, op, id) VALUES('blocked_term', 'update', coalesce(NEW.article_id, ''));
END;
CREATE TRIGGER blocked_term_deleted AFTER DELETE ON blocked_term BEGIN
    INSERT INTO change(kind, op, id) VALUES('blocked_term', 'delete', coalesce(OLD.article_id, ''));
END;
CREATE TRIGGER blocked_term_needs_article_id BEFORE INSERT ON blocked_term
WHEN coalesce(NEW.article_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.article_id) BEGIN
    SELECT RAISE(ABORT, 'blocked_term.article_id names no article: insert the article first');
END;
CREATE TRIGGER blocked_term_keeps_article_id BEFORE UPDATE OF article_id ON blocked_term
WHEN coalesce(NEW.article_id, '') <> ''
    AND NOT EXISTS(SELECT 1 FROM article WHERE id = NEW.article_id) BEGIN
    SELECT RAISE(ABORT, 'blocked_term.article_id names no article: insert the article first');
END;
COMMIT;
PRAGMA application_id=1114793059;
PRAGMA user_version=3;
