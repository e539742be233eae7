-- title: Dates
-- description: Every date of the register as it is written in EDTF, with the earliest and the latest day that it can mean, and in words. A year means its first to its last day, a month likewise; an open side has no day. Where a source says last week, the ISO week (Monday to Sunday) before the source was published is written as a range.
-- column: edtf = the date as it is written in the records
-- column: earliest = the first day that it can mean; empty where the beginning is open
-- column: latest = the last day that it can mean; empty where the end is open
-- column: mark = uncertain (?), approximate (~) or both (%); empty where the date is plain
-- column: day_after = the day after, for a date of a single day
-- column: on_words = when something happened, as a sentence says it: on 18 May 2021, in or about 2025, between June 2020 and December 2020
-- column: since_words = since when something holds, as a sentence says it: since 18 May 2021, since about 2025
select
  edtf,
  earliest,
  latest,
  mark,
  case
    when earliest <> latest or earliest is null or latest is null then null
    when substr(latest, 5, 6) = '-12-31' then cast(cast(substr(latest, 1, 4) as integer) + 1 as text) || '-01-01'
    when latest = month_end then substr(latest, 1, 5) || substr('0' || cast(cast(substr(latest, 6, 2) as integer) + 1 as text), -2) || '-01'
    else substr(latest, 1, 8) || substr('0' || cast(cast(substr(latest, 9, 2) as integer) + 1 as text), -2)
  end as day_after,
  case
    when instr(edtf, '..]') > 0 then 'on or after ' || first_words
    when first_date = '..' then 'on or before ' || last_words
    when last_date = '..' then 'from ' || first_words || ' on'
    when instr(edtf, '/') > 0 then 'between ' || first_words || ' and ' || last_words || case when mark is null then '' else ', or about then' end
    else case length(first_date) when 10 then 'on ' else 'in ' end || case when mark is null then '' else 'or about ' end || first_words
  end as on_words,
  case
    when instr(edtf, '..]') > 0 then 'since ' || first_words || ' or a later day'
    when first_date = '..' then 'since ' || last_words || ' or an earlier day'
    when instr(edtf, '/') > 0 and last_date <> '..' then 'since a day between ' || first_words || ' and ' || last_words
    when mark is not null then 'since about ' || first_words
    else 'since ' || first_words
  end as since_words
from (
  -- Distinct, so that SQLite computes each level once and does not write it out in every use of it.
  select distinct
    edtf,
    first_date,
    last_date,
    mark,
    case length(first_date)
      when 4 then first_date || '-01-01'
      when 7 then first_date || '-01'
      when 10 then first_date
    end as earliest,
    case length(last_date)
      when 4 then last_date || '-12-31'
      when 7 then month_end
      when 10 then last_date
    end as latest,
    month_end,
    case length(first_date) when 10 then cast(cast(substr(first_date, 9, 2) as integer) as text) || ' ' else '' end
      || case when length(first_date) > 4 then trim(substr(months_of_the_year, 9 * cast(substr(first_date, 6, 2) as integer) - 8, 9)) || ' ' else '' end
      || substr(first_date, 1, 4) as first_words,
    case length(last_date) when 10 then cast(cast(substr(last_date, 9, 2) as integer) as text) || ' ' else '' end
      || case when length(last_date) > 4 then trim(substr(months_of_the_year, 9 * cast(substr(last_date, 6, 2) as integer) - 8, 9)) || ' ' else '' end
      || substr(last_date, 1, 4) as last_words
  from (
    select distinct
      edtf,
      first_date,
      last_date,
      mark,
      case when length(last_date) > 4 then substr(last_date, 1, 7) || case
        when substr(last_date, 6, 2) in ('04', '06', '09', '11') then '-30'
        when substr(last_date, 6, 2) <> '02' then '-31'
        when cast(substr(last_date, 1, 4) as integer) % 400 = 0 then '-29'
        when cast(substr(last_date, 1, 4) as integer) % 100 = 0 then '-28'
        when cast(substr(last_date, 1, 4) as integer) % 4 = 0 then '-29'
        else '-28'
      end end as month_end,
      'January  February March    April    May      June     July     August   SeptemberOctober  November December ' as months_of_the_year
    from (
      select distinct
        edtf,
        case
          when instr(edtf, '%') > 0 then '%'
          when instr(edtf, '?') > 0 then '?'
          when instr(edtf, '~') > 0 then '~'
        end as mark,
        replace(replace(replace(replace(replace(
          case when instr(edtf, '/') > 0 then substr(edtf, 1, instr(edtf, '/') - 1) else edtf end,
          '~', ''), '?', ''), '%', ''), '[', ''), '..]', '') as first_date,
        replace(replace(replace(
          case
            when instr(edtf, '..]') > 0 then '..'
            when instr(edtf, '/') > 0 then substr(edtf, instr(edtf, '/') + 1)
            else edtf
          end,
          '~', ''), '?', ''), '%', '') as last_date
      from (
        select date_edtf as edtf from events
        union select date_edtf from incidents where date_edtf is not null
        union select valid_from_edtf from instrument_scopes where valid_from_edtf is not null
        union select published_edtf from sources where published_edtf is not null
        union select date_edtf from statement_claims where date_edtf is not null
        union select current_through_edtf from checks where current_through_edtf is not null
        union select cast(looked_on as text) from checks
      ) as written
    ) as sides
  ) as months
) as days
