-- title: Numbers of rules
-- description: The number under which each rule was adopted (of an act, a chapter of the laws of a year, an ordinance, or a measure on a ballot), and that of its bill where no such number is recorded. The number of a docket, an agenda, a calendar, a file, a warrant or an order that sent a text to a committee is none of these; identifiers has them all.
-- column: instrument_id = the key of the rule or policy
-- column: official_number = the number under which it was adopted; empty where none is recorded
-- column: bill_number = the number of its bill; empty where none is recorded
-- column: number = the first of the two that is recorded
select instrument_id, official_number, bill_number, coalesce(official_number, bill_number) as number
from (
  select
    instrument_id,
    max(case when kind = 'official' and place = 1 then value end) as official_number,
    max(case when kind = 'bill' and place = 1 then value end) as bill_number
  from (
    select
      instrument_id,
      kind,
      value,
      row_number() over (partition by instrument_id, kind order by rank, identifier_id) as place
    from (
      select
        identifier_id,
        instrument_id,
        value,
        case scheme when 'bill' then 'bill' else 'official' end as kind,
        case scheme when 'chapter' then 1 when 'act_number' then 2 else 3 end as rank
      from identifiers
      where instrument_id is not null
        and scheme in ('chapter', 'act_number', 'ordinance_number', 'ballot_measure', 'bill')
    ) as numbers
  ) as ranked
  group by instrument_id
) as found
