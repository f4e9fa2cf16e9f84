-- The book, version 2: what is owed. Terms of a partner's own, splits by role, lines held back, voided and added by
-- hand, rewards, payout runs.
--
-- Columns added to older tables may be NULL and mean what was meant before they were there; schema.rs lists them.

ALTER TABLE partner ADD COLUMN payout_name TEXT;     -- the name the account is in, where it is not the partner's
ALTER TABLE partner ADD COLUMN payout_bic TEXT;      -- of the bank, where one is needed
ALTER TABLE partner ADD COLUMN tax_form TEXT;        -- W-9, W-8BEN, W-8BEN-E … on file
ALTER TABLE partner ADD COLUMN spiff_policy TEXT CHECK (spiff_policy IN ('allowed','no cash','none')); -- rewards to its reps
ALTER TABLE partner ADD COLUMN spiff_note TEXT;      -- who said so, and when

ALTER TABLE program ADD COLUMN ends_on TEXT;         -- the last day on which partners are in it
ALTER TABLE program ADD COLUMN stops_on TEXT;        -- the last day on which anything is earned under it

-- Terms agreed with one partner only; NULL: for everybody in the program.
ALTER TABLE terms ADD COLUMN partner_id INTEGER REFERENCES partner;
CREATE INDEX terms_partner ON terms (partner_id) WHERE partner_id IS NOT NULL;
CREATE INDEX terms_for ON terms (program_id, partner_id, version);

-- A program's default split by role, in order; who fills a role is said on the referral. A role nobody fills leaves its
-- share to the first.
CREATE TABLE program_split (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  program_id INTEGER NOT NULL REFERENCES program,
  position   INTEGER NOT NULL,
  role       TEXT NOT NULL,
  share      TEXT NOT NULL,                          -- percent, decimal text
  op         INTEGER NOT NULL REFERENCES operation,
  UNIQUE (program_id, position),
  UNIQUE (program_id, role)
) STRICT;

CREATE TABLE referral_role (                         -- partners beside the one who referred: the agency that delivers …
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  referral_id INTEGER NOT NULL REFERENCES referral,
  role        TEXT NOT NULL CHECK (role <> 'referral'),
  partner_id  INTEGER NOT NULL REFERENCES partner,
  op          INTEGER NOT NULL REFERENCES operation,
  UNIQUE (referral_id, role)
) STRICT;
CREATE INDEX referral_role_partner ON referral_role (partner_id);

-- Agreements a person made or changed: no rule makes them again or moves them.
ALTER TABLE agreement ADD COLUMN by_hand INTEGER CHECK (by_hand = 1); -- NULL: by the rule

-- Lines a person holds back. The line itself never changes.
CREATE TABLE commission_block (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  commission_id INTEGER NOT NULL UNIQUE REFERENCES commission,
  on_day        TEXT NOT NULL,
  reason        TEXT NOT NULL,
  op            INTEGER NOT NULL REFERENCES operation
) STRICT;

-- Commission that shall not be owed although the terms say so: the ledger answers with a reversing line.
CREATE TABLE commission_void (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  source       TEXT NOT NULL CHECK (source IN ('line','event','hand')),
  source_id    INTEGER NOT NULL,
  agreement_id INTEGER NOT NULL,                     -- 0 where the source is a person's
  partner_id   INTEGER NOT NULL REFERENCES partner,
  on_day       TEXT NOT NULL,
  reason       TEXT NOT NULL,
  op           INTEGER NOT NULL REFERENCES operation,
  UNIQUE (source, source_id, agreement_id, partner_id)
) STRICT;

-- What a person adds to the ledger: commission.source 'hand', commission.source_id = adjustment.id.
CREATE TABLE adjustment (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id  INTEGER NOT NULL REFERENCES partner,
  referral_id INTEGER REFERENCES referral,
  kind        TEXT NOT NULL CHECK (kind IN ('bonus','correction','write-off','reward')),
  day         TEXT NOT NULL,
  minor       INTEGER NOT NULL CHECK (minor <> 0),
  currency    TEXT NOT NULL,
  reason      TEXT NOT NULL,
  op          INTEGER NOT NULL REFERENCES operation
) STRICT;
CREATE INDEX adjustment_partner ON adjustment (partner_id);

CREATE TABLE reward (                                -- a SPIFF to a rep, a gift, swag, account credit, a reseller's discount
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  partner_id    INTEGER NOT NULL REFERENCES partner,
  rep           TEXT,                                -- the person at the partner; NULL: the partner itself
  referral_id   INTEGER REFERENCES referral,         -- what it is for, where it is for one
  kind          TEXT NOT NULL CHECK (kind IN ('cash','gift card','quota relief','gift','swag','credit','discount')),
  minor         INTEGER CHECK (minor > 0),
  currency      TEXT,
  what          TEXT,                                -- in words, where it is no money: "a hamper", "10% off renewals"
  reason        TEXT NOT NULL,                       -- what it is given for
  state         TEXT NOT NULL DEFAULT 'promised' CHECK (state IN ('promised','approved','given','refused')),
  state_reason  TEXT,                                -- of refused
  promised_on   TEXT NOT NULL,
  approved_on   TEXT,
  given_on      TEXT,
  reference     TEXT,                                -- order number, gift card code's last digits, account credited
  adjustment_id INTEGER REFERENCES adjustment,       -- cash goes through the ledger and a payout
  op            INTEGER NOT NULL REFERENCES operation,
  CHECK ((minor IS NULL) = (currency IS NULL)),
  CHECK (minor IS NOT NULL OR what IS NOT NULL),
  CHECK (kind <> 'cash' OR minor IS NOT NULL),
  CHECK (adjustment_id IS NULL OR kind = 'cash'),
  CHECK (state <> 'refused' OR state_reason IS NOT NULL),
  CHECK (state <> 'given' OR given_on IS NOT NULL)
) STRICT;
CREATE INDEX reward_partner ON reward (partner_id);
CREATE INDEX reward_state ON reward (state);

CREATE TABLE payout_run (                            -- payouts drafted together
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  as_of TEXT NOT NULL,
  op    INTEGER NOT NULL REFERENCES operation
) STRICT;
ALTER TABLE payout ADD COLUMN run_id INTEGER REFERENCES payout_run;
ALTER TABLE payout ADD COLUMN approved_on TEXT;
ALTER TABLE payout ADD COLUMN exported_on TEXT;
ALTER TABLE payout ADD COLUMN file TEXT;             -- name of the file it was last written to
CREATE INDEX payout_of_run ON payout (run_id) WHERE run_id IS NOT NULL;
