-- Format 4, "Overlap": our lists and partners' lists, kept by version; which accounts are the same, as rules and people
-- say; what may be shared; who helped; private comparison by files.
--
-- Columns added to older tables may be NULL and mean what was meant before they were there; schema.rs lists them.

-- A list may be ours (no partner), have a name of its own, and be the result of a private comparison.
CREATE TEMP TABLE was_population AS SELECT * FROM population;
CREATE TEMP TABLE was_population_account AS SELECT * FROM population_account;
CREATE TEMP TABLE was_sequence AS SELECT * FROM sqlite_sequence WHERE name IN ('population','population_account');
DROP TABLE population_account;
DROP TABLE population;

CREATE TABLE population (                            -- a list of accounts: ours or a partner's
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER REFERENCES partner,             -- NULL: a list of ours, beside the customers and referrals of the book
  kind       TEXT NOT NULL DEFAULT 'customers' CHECK (kind IN ('customers','opportunities','prospects','other')),
  loaded_on  TEXT NOT NULL,                          -- the day of its newest version
  file       TEXT NOT NULL,
  name       TEXT,                                   -- NULL: the standard list of its kind
  version    INTEGER,                                -- how often it was loaded; NULL: once
  as_of      TEXT,                                   -- the day the list speaks of; NULL: the day it was loaded
  before     TEXT,                                   -- the as-of day of the version before; NULL: there was none
  exchange_id INTEGER REFERENCES private_exchange,   -- the private comparison it comes from; NULL: a file
  op         INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE UNIQUE INDEX population_name ON population (coalesce(partner_id, 0), coalesce(name, kind) COLLATE NOCASE);

CREATE TABLE population_account (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  population_id INTEGER NOT NULL REFERENCES population,
  name          TEXT NOT NULL,
  site          TEXT,
  domain        TEXT,                                -- registrable domain of the site
  rep           TEXT,                                -- whose account it is on that side
  stage         TEXT,
  minor         INTEGER,
  currency      TEXT,
  external_id   TEXT,                                -- what the list calls it
  mail_domain   TEXT,                                -- of an e-mail address, where it is a company's own
  country       TEXT,                                -- two letters
  numbers       TEXT,                                -- registration numbers: 'duns:150483782 lei:…'
  aliases       TEXT,                                -- other names: a JSON list
  since         TEXT,                                -- customer since
  opened_on     TEXT,                                -- the open deal's first day
  seen_first    TEXT,                                -- as-of day of the first version it was in; NULL: the list's first
  gone_on       TEXT,                                -- as-of day of the first version it was no longer in; NULL: it is there
  op            INTEGER NOT NULL REFERENCES operation,
  CHECK ((minor IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX population_account_domain ON population_account (population_id, domain);

-- How a person settled a pair of accounts. Keys, not rows: it holds for the next version of the list as well.
CREATE TABLE match_decision (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER NOT NULL REFERENCES partner,
  ours_key   TEXT NOT NULL,                          -- its strict name and its website, or its country: 'acme|acme.com'
  theirs_key TEXT NOT NULL,
  verdict    TEXT NOT NULL CHECK (verdict IN ('same','different','affiliate')),
  decided_on TEXT NOT NULL,
  note       TEXT,
  op         INTEGER NOT NULL REFERENCES operation,
  UNIQUE (partner_id, ours_key, theirs_key)
) STRICT;

-- What a partner may be shown of a list of ours. No row: counts only.
CREATE TABLE sharing (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER REFERENCES partner,             -- NULL: every partner not named
  population TEXT NOT NULL COLLATE NOCASE,           -- customers, opportunities, prospects, or the name of a list of ours
  level      TEXT NOT NULL CHECK (level IN ('hidden','counts','overlapping','everything')),
  fields     TEXT NOT NULL DEFAULT '[]',             -- beside name and site: a JSON list of owner, stage, value, since
  op         INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE UNIQUE INDEX sharing_once ON sharing (coalesce(partner_id, 0), population);

-- "Did you bring them?": what was asked about an account of both, or about a referral the partner never listed.
CREATE TABLE credit_question (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id  INTEGER NOT NULL REFERENCES partner,
  customer_id INTEGER REFERENCES customer,           -- a customer without a referral of this partner
  referral_id INTEGER REFERENCES referral,           -- a referral for an account the partner never listed
  as_role     TEXT NOT NULL CHECK (as_role IN ('source','influence','unknown')),
  asked_on    TEXT NOT NULL,
  answered_on TEXT,
  answer      TEXT CHECK (answer IN ('confirmed','refused')),
  note        TEXT,
  op          INTEGER NOT NULL REFERENCES operation,
  CHECK ((customer_id IS NULL) <> (referral_id IS NULL)),
  CHECK ((answer IS NULL) = (answered_on IS NULL))
) STRICT;
CREATE UNIQUE INDEX credit_question_customer ON credit_question (partner_id, customer_id) WHERE customer_id IS NOT NULL;
CREATE UNIQUE INDEX credit_question_referral ON credit_question (partner_id, referral_id) WHERE referral_id IS NOT NULL;

-- Partners who helped a deal or customer that somebody else sourced, or nobody did. It earns nothing by itself.
CREATE TABLE influence (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id  INTEGER NOT NULL REFERENCES partner,
  customer_id INTEGER REFERENCES customer,
  referral_id INTEGER REFERENCES referral,
  on_day      TEXT NOT NULL,                         -- the first day they helped
  why         TEXT NOT NULL,                         -- the dates that justify it, in words
  op          INTEGER NOT NULL REFERENCES operation,
  CHECK ((customer_id IS NULL) <> (referral_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX influence_customer ON influence (customer_id, partner_id) WHERE customer_id IS NOT NULL;
CREATE UNIQUE INDEX influence_referral ON influence (referral_id, partner_id) WHERE referral_id IS NOT NULL;
CREATE INDEX influence_partner ON influence (partner_id);

-- Private comparison. Keys and secrets of it are never in the book: backups and the log would keep them.
CREATE TABLE private_peer (                          -- the key a partner signs with, pinned when it first came
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id  INTEGER NOT NULL UNIQUE REFERENCES partner,
  public_key  TEXT NOT NULL UNIQUE,                  -- Ed25519, hexadecimal
  pinned_on   TEXT NOT NULL,
  compared_on TEXT,                                  -- the day its words were compared aloud
  op          INTEGER NOT NULL REFERENCES operation
) STRICT;

CREATE TABLE private_exchange (                      -- one comparison, told in facts both sides agreed to
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id  INTEGER NOT NULL REFERENCES partner,
  session     TEXT NOT NULL UNIQUE,                  -- hexadecimal
  side        TEXT NOT NULL CHECK (side IN ('asked','answered')),
  purpose     TEXT,
  counts_only INTEGER NOT NULL CHECK (counts_only IN (0, 1)),
  populations TEXT NOT NULL,                         -- ours that were compared: a JSON list
  fields      TEXT NOT NULL,                         -- what was revealed of accounts of both: a JSON list
  asked       INTEGER NOT NULL,                      -- keys of the side that asked, padding included
  listed      INTEGER,                               -- keys of the side that answered, padding included
  matched     INTEGER,
  made_on     TEXT NOT NULL,
  expires_on  TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('requested','answered','opened','finished','closed','given up')),
  op          INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX private_exchange_partner ON private_exchange (partner_id, made_on);

INSERT INTO population (id, partner_id, kind, loaded_on, file, op)
  SELECT id, partner_id, kind, loaded_on, file, op FROM was_population ORDER BY id;
INSERT INTO population_account (id, population_id, name, site, domain, rep, stage, minor, currency, op)
  SELECT id, population_id, name, site, domain, rep, stage, minor, currency, op FROM was_population_account ORDER BY id;
-- Ids of rows that are gone stay theirs: an undo may bring them back.
DELETE FROM sqlite_sequence WHERE name IN ('population','population_account');
INSERT INTO sqlite_sequence SELECT * FROM was_sequence;
DROP TABLE was_sequence;
DROP TABLE was_population_account;
DROP TABLE was_population;

-- Kept, never in the log, proven by `check`: the accounts of either side, the keys they are found by, and which are the
-- same. Empty while no partner's list is in the book.
CREATE TABLE account (                               -- rows of one side that share a website are one account
  id         INTEGER PRIMARY KEY,
  partner_id INTEGER NOT NULL,                       -- 0: ours
  key        TEXT NOT NULL,                          -- 'd:acme.com'; without a website the row: 'c12', 'r7', 'a33'
  name       TEXT NOT NULL,                          -- of its first row: customers, then open referrals, then lists
  domain     TEXT,
  mail       TEXT,                                   -- domain of an e-mail address of it
  country    TEXT,
  numbers    TEXT,                                   -- registration numbers, by blanks
  aliases    TEXT,                                   -- its other names: a JSON list
  decision_key TEXT NOT NULL,                        -- what match_decision knows it by
  standing   INTEGER NOT NULL CHECK (standing BETWEEN 1 AND 4), -- customer, open opportunity, prospect, other: the first that holds
  customer_id INTEGER,                               -- ours: its first customer and first open referral
  referral_id INTEGER,
  row_id     INTEGER,                                -- its first row in a list
  owner      TEXT,                                   -- ours: owner; theirs: rep
  stage      TEXT,
  since      TEXT,
  opened_on  TEXT,
  seen_first TEXT NOT NULL,
  UNIQUE (partner_id, key)
) STRICT;
CREATE INDEX account_standing ON account (partner_id, standing);
CREATE INDEX account_decision ON account (partner_id, decision_key);

CREATE TABLE account_value (                         -- what the open opportunities of an account are worth, each once
  account_id INTEGER NOT NULL,
  currency   TEXT NOT NULL,
  minor      INTEGER NOT NULL,
  PRIMARY KEY (account_id, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE account_key (
  key        INTEGER NOT NULL,                       -- a hash of what the match rules find it by; the text decides
  partner_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  PRIMARY KEY (key, partner_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE overlap (
  partner_id    INTEGER NOT NULL,
  ours          INTEGER NOT NULL,                    -- account.id
  theirs        INTEGER NOT NULL,
  tier          TEXT NOT NULL,                       -- as the match rules call it: A, A?, B …
  counts        INTEGER NOT NULL CHECK (counts IN (0, 1)),
  open          INTEGER NOT NULL CHECK (open IN (0, 1)), -- a question to a person
  searched      INTEGER NOT NULL CHECK (searched IN (0, 1)), -- found by an explicit search; nothing can prove it
  kind          TEXT NOT NULL CHECK (kind IN ('same','affiliate')),
  rule          TEXT NOT NULL,                       -- the evidence is made from both accounts when somebody looks
  score         INTEGER NOT NULL,                    -- thousandths
  our_standing  INTEGER NOT NULL,
  their_standing INTEGER NOT NULL,
  our_owner     TEXT,
  their_rep     TEXT,
  PRIMARY KEY (partner_id, ours, theirs)
) STRICT, WITHOUT ROWID;
CREATE INDEX overlap_cell ON overlap (partner_id, counts, our_standing, their_standing, ours, theirs);
CREATE INDEX overlap_theirs ON overlap (theirs);
CREATE INDEX overlap_ours ON overlap (ours);

CREATE TABLE overlap_rules (version INTEGER NOT NULL) STRICT; -- of the match rules that filled them
