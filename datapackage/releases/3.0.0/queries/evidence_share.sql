-- title: How much rests on evidence of its own?
-- description: For each table, how many values there are, how many of them have a piece of evidence of their own, and how many are taken from the record's source as a whole. Keys and notes are not counted.
-- order: 29
-- columns: record_table, field_values, with_own_evidence, from_the_source, share_with_own_evidence
with counted as (
  select
    record_values.record_table,
    count(*) as field_values,
    count(without.field) as from_the_source
  from record_values
  left join values_from_the_source as without
    on without.record_table = record_values.record_table
    and without.record_key = record_values.record_key
    and without.field = record_values.field
  group by record_values.record_table
)
select record_table, field_values, field_values - from_the_source as with_own_evidence, from_the_source, share_with_own_evidence
from (
  select
    1 as part,
    record_table,
    field_values,
    from_the_source,
    round(cast(field_values - from_the_source as double) / field_values, 3) as share_with_own_evidence
  from counted
  union all
  select
    2,
    'all tables',
    sum(field_values),
    sum(from_the_source),
    round(cast(sum(field_values) - sum(from_the_source) as double) / sum(field_values), 3)
  from counted
) as shares
order by part, record_table
