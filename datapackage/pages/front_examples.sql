-- title: Words to search for
-- page: front
-- shape: examples
-- order: 1
select name as words from places where place_id = 'us-or-portland'
union all
select name from organizations where org_id = 'amazon'
union all
select name from places where place_id = 'us-va'
