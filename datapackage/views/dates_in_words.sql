-- title: Dates in words
-- description: Every date of the register, and every day that is the first or last of one, as it stands in a sentence. What is uncertain or approximate is said as "or about".
-- column: edtf = the date as it is written in the records, or a day
-- column: words = the date with its preposition, such as on 18 May 2021, in or about 2025, between June 2020 and December 2020
with written as (
  select edtf from dates
  union select earliest from dates where earliest is not null
  union select latest from dates where latest is not null
  union select current_through_edtf from checks where current_through_edtf is not null
  union select cast(looked_on as varchar) from checks
),
sides as (
  select
    edtf,
    case when instr(edtf, '%') + instr(edtf, '?') + instr(edtf, '~') > 0 then 1 else 0 end as unsure,
    replace(replace(replace(
      case when instr(edtf, '/') > 0 then substr(edtf, 1, instr(edtf, '/') - 1) else edtf end,
      '~', ''), '?', ''), '%', '') as one,
    replace(replace(replace(
      case when instr(edtf, '/') > 0 then substr(edtf, instr(edtf, '/') + 1) end,
      '~', ''), '?', ''), '%', '') as other
  from written
),
months as (
  select '01' as month, 'January' as name
  union all select '02', 'February'
  union all select '03', 'March'
  union all select '04', 'April'
  union all select '05', 'May'
  union all select '06', 'June'
  union all select '07', 'July'
  union all select '08', 'August'
  union all select '09', 'September'
  union all select '10', 'October'
  union all select '11', 'November'
  union all select '12', 'December'
),
named as (
  select
    sides.edtf,
    sides.unsure,
    sides.one,
    sides.other,
    case when length(sides.one) = 10 then cast(cast(substr(sides.one, 9, 2) as integer) as varchar) || ' ' else '' end
      || coalesce(one_month.name || ' ', '') || substr(sides.one, 1, 4) as one_words,
    case when length(sides.other) = 10 then cast(cast(substr(sides.other, 9, 2) as integer) as varchar) || ' ' else '' end
      || coalesce(other_month.name || ' ', '') || substr(sides.other, 1, 4) as other_words
  from sides
  left join months as one_month on one_month.month = substr(sides.one, 6, 2)
  left join months as other_month on other_month.month = substr(sides.other, 6, 2)
)
select
  edtf,
  case
    when one = '..' then 'up to ' || other_words
    when other = '..' then 'not before ' || one_words
    when other is not null then 'between ' || one_words || ' and ' || other_words || case unsure when 1 then ', or about then' else '' end
    when length(one) = 10 then case unsure when 1 then 'on or about ' else 'on ' end || one_words
    else case unsure when 1 then 'in or about ' else 'in ' end || one_words
  end as words
from named
