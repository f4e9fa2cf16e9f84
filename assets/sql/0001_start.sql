-- The book, version 1. Migrations are numbered and never edited.
--
-- Every table has `id INTEGER PRIMARY KEY`; `op` is the operation that made the row. Ids are never used twice
-- (AUTOINCREMENT) where the ledger or the log may still speak of a row that an undo took away.
-- Money is integer minor units with its currency; days are ISO dates; empty text never stands for NULL.

CREATE TABLE operation (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  uid     TEXT NOT NULL UNIQUE,                      -- made before the transaction: tells "saved" from "not saved" after a fault
  at      TEXT NOT NULL,                             -- UTC, RFC 3339
  who     TEXT NOT NULL,
  origin  TEXT NOT NULL CHECK (origin IN ('screen', 'shell', 'demo', 'setup')),
  act     TEXT NOT NULL CHECK (act IN ('do', 'undo', 'redo')),
  about   INTEGER REFERENCES operation,              -- undo and redo: the operation they are about
  command TEXT NOT NULL,                             -- what was asked, as typed
  summary TEXT NOT NULL,                             -- what happened, for a person
  file    TEXT,                                      -- name of the file that was read
  sha256  TEXT,                                      -- of that file
  prev    TEXT NOT NULL,
  hash    TEXT NOT NULL,
  CHECK ((act = 'do') = (about IS NULL))
) STRICT;
CREATE INDEX operation_about ON operation (about) WHERE about IS NOT NULL;
CREATE INDEX operation_sha256 ON operation (sha256) WHERE sha256 IS NOT NULL;

CREATE TABLE change (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  op     INTEGER NOT NULL REFERENCES operation,
  tbl    TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  before TEXT,
  after  TEXT,
  CHECK (before IS NOT NULL OR after IS NOT NULL)
) STRICT;
CREATE INDEX change_op ON change (op);
CREATE INDEX change_row ON change (tbl, row_id);

-- Rows that came in bulk: kept as a range of ids and one digest instead of a change each.
CREATE TABLE bulk (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  op       INTEGER NOT NULL REFERENCES operation,
  tbl      TEXT NOT NULL,
  first_id INTEGER NOT NULL,
  last_id  INTEGER NOT NULL,
  rows     INTEGER NOT NULL,
  sha256   TEXT NOT NULL
) STRICT;
CREATE INDEX bulk_op ON bulk (op);

CREATE TABLE setting (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  key   TEXT NOT NULL UNIQUE,
  value TEXT NOT NULL,
  op    INTEGER NOT NULL REFERENCES operation
) STRICT;

CREATE TABLE partner (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  external_id      TEXT UNIQUE,
  name             TEXT NOT NULL,
  slug             TEXT NOT NULL UNIQUE,
  kind             TEXT,                             -- agency, technology, affiliate, customer, consultant, reseller, employee …
  state            TEXT NOT NULL DEFAULT 'active'
                   CHECK (state IN ('prospect','applied','qualified','active','paused','ended','declined')),
  state_reason     TEXT,
  since            TEXT,
  email            TEXT,
  site             TEXT,
  domain           TEXT,                             -- registrable domain of the site
  country          TEXT,
  owner            TEXT,                             -- our person
  source           TEXT,                             -- how the partner was recruited
  invited_by       INTEGER REFERENCES partner,
  tags             TEXT,                             -- words, separated by one space
  payout_method    TEXT,
  payout_reference TEXT,                             -- account, address or handle the method pays to
  note             TEXT,                             -- internal: never leaves in anything a partner receives
  op               INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX partner_name ON partner (name COLLATE NOCASE, id);
CREATE INDEX partner_invited_by ON partner (invited_by) WHERE invited_by IS NOT NULL;

CREATE TABLE contact (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER NOT NULL REFERENCES partner,
  name       TEXT NOT NULL,
  email      TEXT,
  role       TEXT,
  op         INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX contact_partner ON contact (partner_id);

CREATE TABLE program (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL DEFAULT 'referral' CHECK (kind IN ('referral','affiliate','reseller')),
  op   INTEGER NOT NULL REFERENCES operation
) STRICT;

-- Versions of a program's rules. A version is never changed; a new one says to whom it applies.
CREATE TABLE terms (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  program_id INTEGER NOT NULL REFERENCES program,
  version    INTEGER NOT NULL,
  text       TEXT NOT NULL,                          -- canonical terms text
  from_day   TEXT,                                   -- first day; NULL: from the start
  applies    TEXT NOT NULL DEFAULT 'new referrals' CHECK (applies IN ('new referrals','lines from')),
  hold_days  INTEGER NOT NULL DEFAULT 30 CHECK (hold_days BETWEEN 0 AND 3650),
  op         INTEGER NOT NULL REFERENCES operation,
  UNIQUE (program_id, version)
) STRICT;

CREATE TABLE minimum (                               -- the least a payout of this program pays, per currency
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  program_id INTEGER NOT NULL REFERENCES program,
  currency   TEXT NOT NULL,
  minor      INTEGER NOT NULL CHECK (minor >= 0),
  op         INTEGER NOT NULL REFERENCES operation,
  UNIQUE (program_id, currency)
) STRICT;

CREATE TABLE enrolment (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER NOT NULL REFERENCES partner,
  program_id INTEGER NOT NULL REFERENCES program,
  from_day   TEXT,
  to_day     TEXT,
  op         INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX enrolment_partner ON enrolment (partner_id, program_id);
CREATE INDEX enrolment_program ON enrolment (program_id);

CREATE TRIGGER enrolment_once BEFORE INSERT ON enrolment
WHEN EXISTS (SELECT 1 FROM enrolment e WHERE e.partner_id = NEW.partner_id AND e.program_id = NEW.program_id
             AND coalesce(e.from_day, '') <= coalesce(NEW.to_day, '9999') AND coalesce(NEW.from_day, '') <= coalesce(e.to_day, '9999'))
BEGIN SELECT RAISE(ABORT, 'the partner is in this program at that time already'); END;
CREATE TRIGGER enrolment_stays_once BEFORE UPDATE ON enrolment
WHEN EXISTS (SELECT 1 FROM enrolment e WHERE e.id <> NEW.id AND e.partner_id = NEW.partner_id AND e.program_id = NEW.program_id
             AND coalesce(e.from_day, '') <= coalesce(NEW.to_day, '9999') AND coalesce(NEW.from_day, '') <= coalesce(e.to_day, '9999'))
BEGIN SELECT RAISE(ABORT, 'the partner is in this program at that time already'); END;

CREATE TABLE stage (                                 -- the pipeline, in order; open stages may be edited
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('open','won','lost','rejected','expired')),
  op       INTEGER NOT NULL REFERENCES operation
) STRICT;

CREATE TABLE referral (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  external_id     TEXT UNIQUE,
  partner_id      INTEGER NOT NULL REFERENCES partner,
  company         TEXT NOT NULL,
  domain          TEXT,                              -- registrable domain
  contact         TEXT,
  email           TEXT,
  came_by         TEXT CHECK (came_by IN ('form','link','e-mail','introduction','list')),
  stage           TEXT NOT NULL REFERENCES stage (name),
  reason          TEXT,                              -- of lost and rejected
  submitted_on    TEXT,
  qualified_on    TEXT,
  won_on          TEXT,
  closed_on       TEXT,                              -- lost, rejected or expired on
  touched_on      TEXT,                              -- last day something happened
  expected_minor  INTEGER,
  currency        TEXT,
  owner           TEXT,
  introduced_on   TEXT,
  asked_on        TEXT,                              -- the partner was asked before we called the lead
  protected_until TEXT,
  next_step       TEXT,
  next_on         TEXT,
  note            TEXT,                              -- internal
  op              INTEGER NOT NULL REFERENCES operation,
  CHECK ((expected_minor IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX referral_partner ON referral (partner_id, stage);
CREATE INDEX referral_stage_touched ON referral (stage, touched_on);
CREATE INDEX referral_domain ON referral (domain) WHERE domain IS NOT NULL;
CREATE INDEX referral_won ON referral (won_on) WHERE won_on IS NOT NULL;

CREATE TABLE referral_stage (                        -- the whole history
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  referral_id INTEGER NOT NULL REFERENCES referral,
  stage       TEXT NOT NULL,
  on_day      TEXT NOT NULL,
  reason      TEXT,
  op          INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX referral_stage_referral ON referral_stage (referral_id);

CREATE TABLE agreement (                             -- who earns what on a referral
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  referral_id INTEGER NOT NULL REFERENCES referral,
  terms_id    INTEGER NOT NULL REFERENCES terms,
  role        TEXT NOT NULL DEFAULT 'referral',
  starts      TEXT,                                  -- both days included; NULL: open
  ends        TEXT,
  op          INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX agreement_referral ON agreement (referral_id);
CREATE INDEX agreement_terms ON agreement (terms_id);

CREATE TABLE agreement_share (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  agreement_id INTEGER NOT NULL REFERENCES agreement,
  position     INTEGER NOT NULL,                     -- order matters: COMMISSION_RULES R8
  partner_id   INTEGER NOT NULL REFERENCES partner,
  share        TEXT NOT NULL,                        -- percent, decimal text
  op           INTEGER NOT NULL REFERENCES operation,
  UNIQUE (agreement_id, position),
  UNIQUE (agreement_id, partner_id)
) STRICT;
CREATE INDEX agreement_share_partner ON agreement_share (partner_id);

CREATE TABLE customer (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  external_id TEXT UNIQUE,
  name        TEXT NOT NULL,
  domain      TEXT,
  referral_id INTEGER REFERENCES referral,           -- the sourcing referral
  started_on  TEXT,
  churned_on  TEXT,
  plan        TEXT,
  country     TEXT,
  owner       TEXT,
  op          INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX customer_referral ON customer (referral_id) WHERE referral_id IS NOT NULL;
CREATE INDEX customer_domain ON customer (domain) WHERE domain IS NOT NULL;
CREATE INDEX customer_name ON customer (name COLLATE NOCASE, id);

CREATE TABLE revenue_line (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  external_id   TEXT UNIQUE,
  customer_id   INTEGER NOT NULL REFERENCES customer,
  referral_id   INTEGER REFERENCES referral,         -- the referral that earns on it, where known
  day           TEXT NOT NULL,                       -- the day it was paid
  kind          TEXT NOT NULL DEFAULT 'base',
  minor         INTEGER NOT NULL,
  currency      TEXT NOT NULL,
  period_months INTEGER NOT NULL DEFAULT 1 CHECK (period_months > 0),
  refund_of     INTEGER REFERENCES revenue_line,
  op            INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX revenue_referral ON revenue_line (referral_id, day, currency, minor) WHERE referral_id IS NOT NULL;
CREATE INDEX revenue_customer ON revenue_line (customer_id, day);
CREATE INDEX revenue_day ON revenue_line (day);
CREATE INDEX revenue_refund_of ON revenue_line (refund_of) WHERE refund_of IS NOT NULL;

-- The ledger: append-only. A line speaks of facts that an undo may take away, so only the partner is a foreign key.
CREATE TABLE commission (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id   INTEGER NOT NULL REFERENCES partner,
  referral_id  INTEGER NOT NULL,
  agreement_id INTEGER NOT NULL,
  source       TEXT NOT NULL CHECK (source IN ('line','event','hand')), -- a revenue line, the referral itself (flat fees), a person
  source_id    INTEGER NOT NULL,                     -- revenue_line.id or referral.id
  entry        TEXT NOT NULL CHECK (entry IN ('accrual','refund','correction','adjustment')),
  day          TEXT NOT NULL,
  payable_on   TEXT NOT NULL,
  currency     TEXT NOT NULL,
  minor        INTEGER NOT NULL CHECK (minor <> 0),
  base_minor   INTEGER NOT NULL,                     -- the amount the rate was put on
  rate         TEXT NOT NULL,                        -- frozen when posted: "25%"
  share        TEXT NOT NULL,                        -- frozen when posted: "100"
  month        INTEGER,                              -- n of a window of months
  months       INTEGER,
  reason       TEXT NOT NULL,
  op           INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX commission_partner ON commission (partner_id, currency, payable_on, minor);
CREATE INDEX commission_referral ON commission (referral_id);
CREATE INDEX commission_source ON commission (source, source_id);
CREATE INDEX commission_day ON commission (day);
CREATE INDEX commission_op ON commission (op);
CREATE TRIGGER commission_stays BEFORE UPDATE ON commission
BEGIN SELECT RAISE(ABORT, 'commission lines are never changed'); END;
CREATE TRIGGER commission_is_kept BEFORE DELETE ON commission
BEGIN SELECT RAISE(ABORT, 'commission lines are never deleted'); END;

CREATE TABLE payout (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id  INTEGER NOT NULL REFERENCES partner,
  currency    TEXT NOT NULL,
  minor       INTEGER NOT NULL CHECK (minor > 0),
  as_of       TEXT NOT NULL,                         -- lines payable on this day or before
  state       TEXT NOT NULL DEFAULT 'draft'
              CHECK (state IN ('draft','approved','exported','paid','failed','cancelled','reversed')),
  paid_on     TEXT,
  method      TEXT,
  reference   TEXT,
  reversed_on TEXT,
  reason      TEXT,                                  -- of failed, cancelled, reversed
  op          INTEGER NOT NULL REFERENCES operation,
  CHECK (state NOT IN ('paid','reversed') OR paid_on IS NOT NULL),
  CHECK (state <> 'reversed' OR (reversed_on IS NOT NULL AND reason IS NOT NULL))
) STRICT;
CREATE INDEX payout_partner ON payout (partner_id, currency);
CREATE INDEX payout_state ON payout (state);
-- A payout is paid once: from paid the only way on is a reversal, from a reversal there is none.
CREATE TRIGGER payout_moves BEFORE UPDATE ON payout
WHEN (OLD.state = 'paid' AND NEW.state NOT IN ('paid', 'reversed')) OR (OLD.state = 'reversed' AND NEW.state <> 'reversed')
  OR (OLD.state IN ('paid', 'reversed') AND (NEW.minor <> OLD.minor OR NEW.currency <> OLD.currency
      OR NEW.partner_id <> OLD.partner_id OR NEW.paid_on IS NOT OLD.paid_on))
BEGIN SELECT RAISE(ABORT, 'a payout that is paid can only be reversed'); END;
CREATE TRIGGER payout_comes_back BEFORE UPDATE ON payout
WHEN OLD.state IN ('failed', 'cancelled') AND NEW.state NOT IN ('failed', 'cancelled')
 AND EXISTS (SELECT 1 FROM payout_line mine
             JOIN payout_line other ON other.commission_id = mine.commission_id AND other.payout_id <> mine.payout_id
             JOIN payout p ON p.id = other.payout_id AND p.state NOT IN ('failed','cancelled','reversed')
             WHERE mine.payout_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'its lines are in another payout by now'); END;
CREATE TRIGGER payout_is_kept BEFORE DELETE ON payout WHEN OLD.state IN ('paid', 'reversed')
BEGIN SELECT RAISE(ABORT, 'a paid payout is never deleted'); END;

CREATE TABLE payout_line (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  payout_id     INTEGER NOT NULL REFERENCES payout,
  commission_id INTEGER NOT NULL REFERENCES commission,
  op            INTEGER NOT NULL REFERENCES operation,
  UNIQUE (payout_id, commission_id)
) STRICT;
CREATE INDEX payout_line_commission ON payout_line (commission_id);
CREATE TRIGGER payout_line_once BEFORE INSERT ON payout_line
WHEN EXISTS (SELECT 1 FROM payout_line l JOIN payout p ON p.id = l.payout_id
             WHERE l.commission_id = NEW.commission_id AND p.state NOT IN ('failed','cancelled','reversed'))
BEGIN SELECT RAISE(ABORT, 'this commission line is in another payout'); END;
CREATE TRIGGER payout_line_fits BEFORE INSERT ON payout_line
WHEN NOT EXISTS (SELECT 1 FROM payout p JOIN commission c ON c.id = NEW.commission_id
                 WHERE p.id = NEW.payout_id AND p.partner_id = c.partner_id AND p.currency = c.currency)
BEGIN SELECT RAISE(ABORT, 'this commission line is another partner''s or in another currency'); END;
CREATE TRIGGER payout_line_stays BEFORE UPDATE ON payout_line
BEGIN SELECT RAISE(ABORT, 'payout lines are never changed'); END;
CREATE TRIGGER payout_line_is_kept BEFORE DELETE ON payout_line
WHEN (SELECT state FROM payout WHERE id = OLD.payout_id) IN ('paid', 'reversed')
BEGIN SELECT RAISE(ABORT, 'a line of a paid payout is never deleted'); END;

CREATE TABLE population (                            -- a partner's list of accounts
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER NOT NULL REFERENCES partner,
  kind       TEXT NOT NULL DEFAULT 'customers' CHECK (kind IN ('customers','opportunities','prospects')),
  loaded_on  TEXT NOT NULL,
  file       TEXT NOT NULL,
  op         INTEGER NOT NULL REFERENCES operation,
  UNIQUE (partner_id, kind)
) STRICT;

CREATE TABLE population_account (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  population_id INTEGER NOT NULL REFERENCES population,
  name          TEXT NOT NULL,
  site          TEXT,
  domain        TEXT,                                -- registrable domain; NULL: matches nothing
  rep           TEXT,
  stage         TEXT,
  minor         INTEGER,
  currency      TEXT,
  op            INTEGER NOT NULL REFERENCES operation,
  CHECK ((minor IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX population_account_domain ON population_account (population_id, domain);

CREATE TABLE activity (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id  INTEGER REFERENCES partner,
  referral_id INTEGER REFERENCES referral,
  on_day      TEXT NOT NULL,
  text        TEXT NOT NULL,
  op          INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX activity_partner ON activity (partner_id);
CREATE INDEX activity_referral ON activity (referral_id);

-- Kept totals: written in the transaction of the rows they sum, proved by `check`, never in the log.
CREATE TABLE partner_count (
  partner_id     INTEGER PRIMARY KEY,
  referrals      INTEGER NOT NULL,
  open           INTEGER NOT NULL,
  won            INTEGER NOT NULL,
  last_submitted TEXT,
  last_won       TEXT
) STRICT;
CREATE TABLE partner_month (
  partner_id INTEGER NOT NULL,
  month      TEXT NOT NULL,                          -- 2026-11
  currency   TEXT NOT NULL,
  revenue    INTEGER NOT NULL,
  earned     INTEGER NOT NULL,
  PRIMARY KEY (partner_id, month, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE partner_total (
  partner_id INTEGER NOT NULL,
  currency   TEXT NOT NULL,
  revenue    INTEGER NOT NULL,
  earned     INTEGER NOT NULL,
  paid       INTEGER NOT NULL,
  PRIMARY KEY (partner_id, currency)
) STRICT, WITHOUT ROWID;
