-- Format 3, "Real files in": how a person's files are read, remembered; what other programs call a state; coded links
-- with their clicks and sign-ups.
--
-- Columns added to older tables may be NULL and mean what was meant before they were there; schema.rs lists them.

-- The state as the program it came from calls it, kept beside ours.
ALTER TABLE partner ADD COLUMN their_status TEXT;
ALTER TABLE referral ADD COLUMN their_status TEXT;
ALTER TABLE revenue_line ADD COLUMN their_status TEXT;
ALTER TABLE reward ADD COLUMN their_status TEXT;

-- Records of other programs, so that the same file again changes nothing.
ALTER TABLE reward ADD COLUMN external_id TEXT;
CREATE UNIQUE INDEX reward_external ON reward (external_id) WHERE external_id IS NOT NULL;
ALTER TABLE activity ADD COLUMN external_id TEXT;
ALTER TABLE activity ADD COLUMN kind TEXT;             -- call, meeting, e-mail, training … in the person's words
ALTER TABLE activity ADD COLUMN minutes INTEGER CHECK (minutes > 0);
CREATE UNIQUE INDEX activity_external ON activity (external_id) WHERE external_id IS NOT NULL;

CREATE TABLE mapping (                               -- how the files of one source are read
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL UNIQUE COLLATE NOCASE,
  kind       TEXT NOT NULL,                          -- what its rows are: partners, revenue …
  partner_id INTEGER REFERENCES partner,             -- whose files these are; NULL: not one partner's
  header     TEXT NOT NULL,                          -- the header it was made for: a JSON list of names
  words      TEXT NOT NULL,                          -- what was chosen: a JSON list of words of a command line
  op         INTEGER NOT NULL REFERENCES operation
) STRICT;

CREATE TABLE alias (                                 -- what files call a record, as a person said
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  noun      TEXT NOT NULL CHECK (noun IN ('partner','customer')),
  text      TEXT NOT NULL,                           -- as the file has it, folded as names are
  record_id INTEGER NOT NULL,
  op        INTEGER NOT NULL REFERENCES operation,
  UNIQUE (noun, text)
) STRICT;
CREATE INDEX alias_record ON alias (noun, record_id);

CREATE TABLE link (                                  -- a coded link of a partner
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER NOT NULL REFERENCES partner,
  code       TEXT NOT NULL UNIQUE COLLATE NOCASE,
  url        TEXT NOT NULL,                          -- the whole address, with its code and UTM parameters
  campaign   TEXT,
  made_on    TEXT NOT NULL,
  ended_on   TEXT,
  note       TEXT,
  op         INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX link_partner ON link (partner_id);

CREATE TABLE visit (                                 -- a click on a coded link, or a sign-up after it
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  external_id TEXT UNIQUE,
  kind        TEXT NOT NULL CHECK (kind IN ('click','sign-up')),
  link_id     INTEGER REFERENCES link,               -- of a click; of a sign-up: the link it is attributed to
  at          TEXT NOT NULL,                         -- as the file has it: 2026-11-23T10:00:00, or the day alone
  code        TEXT,                                  -- the code as the file has it, also where no link has it
  visitor     TEXT,                                  -- what the tracker calls the visitor
  email       TEXT,                                  -- of a sign-up
  company     TEXT,
  contact     TEXT,                                  -- who signed up, by name
  page        TEXT,
  decided     TEXT CHECK (decided IN ('accepted','refused')),  -- by a person; NULL: by the rule
  referral_id INTEGER REFERENCES referral,           -- what the sign-up became
  flag        TEXT,                                  -- why a person should look: self-referral, free mail …
  op          INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX visit_visitor ON visit (visitor, at) WHERE visitor IS NOT NULL;
CREATE INDEX visit_link ON visit (link_id, at) WHERE link_id IS NOT NULL;
CREATE INDEX visit_email ON visit (email) WHERE email IS NOT NULL;
