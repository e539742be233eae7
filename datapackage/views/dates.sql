-- title: Dates
-- description: Every date of the register as it is written in EDTF, with the earliest and the latest day that it can mean. A year means its first to its last day, a month likewise; an open side has no day. Where a source says last week, the ISO week (Monday to Sunday) before the source was published is written as a range.
-- column: edtf = the date as it is written in the records
-- column: earliest = the first day that it can mean; empty where the beginning is open
-- column: latest = the last day that it can mean; empty where the end is open
-- column: mark = uncertain (?), approximate (~) or both (%); empty where the date is plain
select
  edtf,
  case length(first_date)
    when 4 then first_date || '-01-01'
    when 7 then first_date || '-01'
    when 10 then first_date
  end as earliest,
  case length(last_date)
    when 4 then last_date || '-12-31'
    when 7 then last_date || case
      when substr(last_date, 6, 2) in ('04', '06', '09', '11') then '-30'
      when substr(last_date, 6, 2) <> '02' then '-31'
      when cast(substr(last_date, 1, 4) as integer) % 400 = 0 then '-29'
      when cast(substr(last_date, 1, 4) as integer) % 100 = 0 then '-28'
      when cast(substr(last_date, 1, 4) as integer) % 4 = 0 then '-29'
      else '-28'
    end
    when 10 then last_date
  end as latest,
  mark
from (
  select
    edtf,
    case
      when instr(edtf, '%') > 0 then '%'
      when instr(edtf, '?') > 0 then '?'
      when instr(edtf, '~') > 0 then '~'
    end as mark,
    replace(replace(replace(
      case when instr(edtf, '/') > 0 then substr(edtf, 1, instr(edtf, '/') - 1) else edtf end,
      '~', ''), '?', ''), '%', '') as first_date,
    replace(replace(replace(
      case when instr(edtf, '/') > 0 then substr(edtf, instr(edtf, '/') + 1) else edtf end,
      '~', ''), '?', ''), '%', '') as last_date
  from (
    select date_edtf as edtf from events
    union select date_edtf from incidents where date_edtf is not null
    union select valid_from_edtf from instrument_scopes where valid_from_edtf is not null
    union select valid_to_edtf from instrument_scopes where valid_to_edtf is not null
    union select published_edtf from sources where published_edtf is not null
    union select date_edtf from statement_claims where date_edtf is not null
  ) as written
) as sides
