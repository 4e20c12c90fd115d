-- One row for each [[source]] that was ever read.
CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    settings TEXT NOT NULL DEFAULT '',      -- what narrate.toml said when the validators came
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    settled INTEGER NOT NULL DEFAULT 0,     -- nothing of it waits: "unchanged" would say it all
    failures INTEGER NOT NULL DEFAULT 0,    -- nights in a row
    error TEXT NOT NULL DEFAULT '',
    failed INTEGER NOT NULL DEFAULT 0,      -- moment of the last failure that was counted
    succeeded INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- One row for each article that was tried or taken out; see Known.
CREATE TABLE articles (
    uri TEXT PRIMARY KEY,
    subscription TEXT NOT NULL,
    marks TEXT NOT NULL DEFAULT '{}',
    title TEXT NOT NULL DEFAULT '',
    narrated INTEGER NOT NULL DEFAULT 0,
    content TEXT NOT NULL DEFAULT '',
    audio TEXT NOT NULL DEFAULT '',
    seconds REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    forgotten INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- What each source named when it was read last, without what was up to date; see Found.
CREATE TABLE found (
    uri TEXT PRIMARY KEY,
    subscription TEXT NOT NULL,
    marks TEXT NOT NULL,
    wanted INTEGER NOT NULL,
    why TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX found_by_subscription ON found (subscription);

CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    began INTEGER NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0,
    narrated INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    "left" INTEGER NOT NULL DEFAULT 0,
    exit_code INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE attempts (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    uri TEXT NOT NULL,
    moment INTEGER NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    took REAL NOT NULL DEFAULT 0
);
CREATE INDEX attempts_by_uri ON attempts (uri);
CREATE INDEX attempts_by_run ON attempts (run);
