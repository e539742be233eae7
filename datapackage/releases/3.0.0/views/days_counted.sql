-- title: Days, counted
-- description: Each day for which a source confirms a rule, with its number in a count of days, so that the days between two can be told in any database.
-- column: day = the day
-- column: number = its number: the difference of two numbers is the days between
select
  day,
  365 * years + cast((years - years % 4) / 4 as integer) - cast((years - years % 100) / 100 as integer) + cast((years - years % 400) / 400 as integer)
    + cast((306 * months + 5 - (306 * months + 5) % 10) / 10 as integer) + days as number
from (
  select
    day,
    cast(substr(day, 1, 4) as integer) - case when substr(day, 6, 2) in ('01', '02') then 1 else 0 end as years,
    (cast(substr(day, 6, 2) as integer) + 9) % 12 as months,
    cast(substr(day, 9, 2) as integer) as days
  from (select distinct day from confirmations) as known
) as parts
