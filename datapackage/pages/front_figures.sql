-- title: The register in numbers
-- page: front
-- shape: figures
-- order: 0
select
  (
    select count(distinct jurisdiction_place_id) from instruments
    where instrument_type <> 'corporate_policy' and jurisdiction_place_id is not null
  ) as number,
  'places with a recorded rule' as label
union all
select count(*), 'rules of places' from instruments where instrument_type <> 'corporate_policy'
union all
select count(distinct issuer_org_id), 'companies with a policy' from instruments where instrument_type = 'corporate_policy'
union all
select count(*), 'documents as sources' from sources
