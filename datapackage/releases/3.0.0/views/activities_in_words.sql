-- title: Activities in words
-- description: Each activity as the end of a sentence on what somebody may or may not do, with a place for the technology between its two parts.
-- column: activity = the term of the vocabulary
-- column: before = the words before the technology
-- column: after = the words after the technology; empty for most
select
  term as activity,
  case term
    when 'access' then 'gain access to'
    when 'arrest_on_match_alone' then 'make an arrest on nothing but a match by'
    when 'collect' then 'collect data for'
    when 'continuous_surveillance' then 'watch or track people over time with'
    when 'contract' then 'make contracts for'
    when 'realtime_remote_identification' then 'identify people at a distance, as they pass, by'
    when 'request_use' then 'ask others to use'
    when 'request_via_fbi_or_bmv' then 'ask the FBI or the state''s motor vehicle bureau to search with'
    when 'sell_data' then 'sell, or gain from, data gathered for'
    when 'use_of_unsolicited_results' then 'use the results of'
    else replace(term, '_', ' ')
  end as before,
  case term when 'use_of_unsolicited_results' then ' that they did not ask for' else '' end as after
from vocabularies
where vocabulary = 'activity'
