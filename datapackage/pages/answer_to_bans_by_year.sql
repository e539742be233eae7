-- title: Which bans and halts were adopted, year by year, and what became of them?
-- page: question bans_by_year
-- shape: answer
with counted as (
  select sum(bars_or_halts = 'bars') as bars, sum(bars_or_halts = 'halts') as halts, min(year) as first, max(year) as last,
    (select year || ', with ' || count(*) from answer group by year order by count(*) desc, year limit 1) as most
  from answer
)
select bars || ' bans and ' || halts || ' halts were adopted from ' || first || ' to ' || last || ', most of them in ' || most as sentence, null as status
from counted
where bars is not null
