-- table: identifiers
-- key: identifier_id
-- message: the identifier points at {pointers} records
-- hint: fill exactly one of instrument_id, place_id and org_id
-- severity: error
select identifier_id, pointers
from (
  select
    identifier_id,
    case when instrument_id is null then 0 else 1 end
      + case when place_id is null then 0 else 1 end
      + case when org_id is null then 0 else 1 end as pointers
  from identifiers
) as counted
where pointers <> 1
