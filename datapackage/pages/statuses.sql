-- title: What statuses are called
-- page: site
-- shape: statuses
select column1 as status, column2 as words, column3 as mark, column4 as outlined
from (
  values
    ('barred', 'Barred', 'barred', 0),
    ('barred_with_exceptions', 'Barred, with exceptions', 'excp', 0),
    ('barred_in_part', 'Barred in part', 'excp', 0),
    ('conditions', 'Only under conditions', 'cond', 0),
    ('halted', 'Halted', 'halt', 0),
    ('halted_with_exceptions', 'Halted, with exceptions', 'halt', 0),
    ('halted_in_part', 'Halted in part', 'halt', 0),
    ('not_yet_in_force', 'Adopted, not yet in force', 'barred', 1),
    ('may_have_begun', 'May have begun', 'barred', 1),
    ('ended', 'Ended', 'ended', 0),
    ('disputed', 'Disputed', 'disp', 0),
    ('not_known', 'Not known', 'disp', 0),
    ('not_covered', 'Police expressly not covered', 'none', 0),
    ('others_only', 'A rule on others only', 'none', 0),
    ('recorded_not_coded', 'Recorded, not coded', 'none', 0),
    ('none_recorded', 'No police rule recorded', 'none', 0),
    ('rule_bars', 'Bars', 'barred', 0),
    ('rule_bars_with_exceptions', 'Bars, with exceptions', 'excp', 0),
    ('rule_conditions', 'Sets conditions', 'cond', 0),
    ('rule_halts', 'Halts', 'halt', 0),
    ('rule_allows', 'Allows', 'cond', 0),
    ('rule_in_part', 'In force in part', 'excp', 0),
    ('rule_other', 'In force', 'none', 0),
    ('rule_pending', 'Not yet in force', 'barred', 1),
    ('rule_may_have_begun', 'May have begun', 'barred', 1),
    ('rule_ended', 'Ended', 'ended', 0),
    ('rule_disputed', 'Disputed', 'disp', 0),
    ('rule_not_known', 'Not known', 'disp', 0),
    ('rule_never', 'Never adopted', 'none', 0),
    ('rule_proposed', 'Proposed', 'none', 1),
    ('scope_barred', 'May not', 'barred', 0),
    ('scope_halted', 'Halted', 'halt', 0),
    ('scope_conditions', 'Only under conditions', 'cond', 0),
    ('scope_allowed', 'May', 'none', 1),
    ('scope_not_covered', 'Not covered', 'none', 0)
)
